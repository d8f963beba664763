import type { Random } from "@/sandbox/random";

/** Names that the fonts of the pictures can draw (no Chinese or Hindi letters). */
const peoples = [
  {
    first: ["James", "Emily", "Faith", "Chloe", "Wei", "Rakib", "Amina"],
    last: ["Walker", "Reed", "Kamau", "Roy", "Chen", "Hossain", "Bello"],
  },
  { first: ["Maria", "José", "Diego", "Lupita"], last: ["Santos", "Hernández", "Rojas", "Núñez"] },
  { first: ["Linh", "Tuấn", "Hương"], last: ["Nguyễn", "Trần", "Phạm"] },
  { first: ["Олена", "Дмитрий", "Айгерим"], last: ["Коваль", "Бойко", "Ким"] },
  { first: ["سارة", "محمد", "منى"], last: ["علي", "حسن", "إبراهيم"] },
] as const;

/** The person whose phone it is. */
export function personName(random: Random): string {
  const people = random.pick(peoples);
  return `${random.pick(people.first)} ${random.pick(people.last)}`;
}

/** A handle such as "emily.art94". */
export function handle(random: Random): string {
  const name = random.pick(peoples[0].first).toLowerCase();
  const ending = random.pick(["k", "art", "world", "official", "x", "daily"]);
  return `${name}${random.pick(["_", ".", ""])}${ending}${random.integer(1, 999)}`;
}

export type Brand = { name: string; short: string; color: string; deep: string };

const brands: readonly Brand[] = [
  { name: "Northwind Panel", short: "N", color: "#2f6fed", deep: "#1c4cb0" },
  { name: "Café Lumen", short: "L", color: "#b5562c", deep: "#7f3817" },
  { name: "Bluebird Commons", short: "B", color: "#1899c9", deep: "#0c6a90" },
  { name: "StrideFit", short: "S", color: "#12a150", deep: "#0b6f37" },
  { name: "Rosa's Bakery", short: "R", color: "#d6336c", deep: "#9c1f4b" },
  { name: "Orchard Market", short: "O", color: "#5c9e1c", deep: "#3d6c10" },
  { name: "Violet Studio", short: "V", color: "#7a4ee0", deep: "#5431a8" },
  { name: "Metro Pulse", short: "M", color: "#e8590c", deep: "#a83f06" },
  { name: "Harbor Bank", short: "H", color: "#0f4c81", deep: "#09304f" },
  { name: "Kite Notes", short: "K", color: "#d4a106", deep: "#8f6c02" },
];

const anyBrand: Brand = { name: "Panel", short: "P", color: "#555b66", deep: "#33373f" };

/** The company whose page a campaign's screenshots show. */
export function brandOf(theme: number): Brand {
  return brands[theme % brands.length] ?? anyBrand;
}
