/** Where workers come from: names as people there have them, and the language that they write proofs in. */
export const countries = [
  {
    code: "US",
    name: "United States",
    language: "en",
    first: ["James", "Ashley", "Marcus", "Emily", "Tyler"],
    last: ["Walker", "Johnson", "Reed", "Carter", "Brooks"],
  },
  {
    code: "GB",
    name: "United Kingdom",
    language: "en",
    first: ["Oliver", "Amelia", "Harry", "Isla"],
    last: ["Hughes", "Clarke", "Ward", "Bailey"],
  },
  {
    code: "CA",
    name: "Canada",
    language: "en",
    first: ["Liam", "Chloe", "Noah", "Zoe"],
    last: ["Tremblay", "Martin", "Roy", "Fraser"],
  },
  {
    code: "PH",
    name: "Philippines",
    language: "en",
    first: ["Maria", "Jericho", "Angelica", "Mark", "Princess"],
    last: ["Santos", "Reyes", "Cruz", "Bautista", "Garcia"],
  },
  {
    code: "NG",
    name: "Nigeria",
    language: "en",
    first: ["Chinedu", "Amina", "Tunde", "Ngozi"],
    last: ["Okafor", "Bello", "Adeyemi", "Eze"],
  },
  {
    code: "KE",
    name: "Kenya",
    language: "en",
    first: ["Wanjiru", "Otieno", "Faith", "Brian"],
    last: ["Kamau", "Odhiambo", "Mwangi", "Njoroge"],
  },
  {
    code: "IN",
    name: "India",
    language: "hi",
    first: ["Rahul", "Priya", "अमित", "सुनीता", "Vikram"],
    last: ["Sharma", "Patel", "Singh", "Gupta", "Iyer"],
  },
  {
    code: "BD",
    name: "Bangladesh",
    language: "en",
    first: ["Rakib", "Nusrat", "Sabbir", "Farhana"],
    last: ["Hossain", "Akter", "Islam", "Rahman"],
  },
  {
    code: "CN",
    name: "China",
    language: "zh",
    first: ["伟", "Xiaoming", "丽娟", "Jing"],
    last: ["王", "Li", "张", "Chen"],
  },
  {
    code: "EG",
    name: "Egypt",
    language: "ar",
    first: ["محمد", "Ahmed", "سارة", "Mona"],
    last: ["علي", "Hassan", "إبراهيم", "Mahmoud"],
  },
  {
    code: "MX",
    name: "Mexico",
    language: "es",
    first: ["José", "Lupita", "Diego", "Valeria"],
    last: ["Hernández", "López", "Ramírez", "Núñez"],
  },
  {
    code: "VE",
    name: "Venezuela",
    language: "es",
    first: ["Andreína", "Luis", "Yorgelis", "Carlos"],
    last: ["Pérez", "González", "Rojas", "Mendoza"],
  },
  {
    code: "UA",
    name: "Ukraine",
    language: "ru",
    first: ["Олена", "Andriy", "Ірина", "Dmytro"],
    last: ["Шевченко", "Kovalenko", "Бойко", "Melnyk"],
  },
  {
    code: "KZ",
    name: "Kazakhstan",
    language: "ru",
    first: ["Айгерим", "Timur", "Алексей", "Dana"],
    last: ["Ахметов", "Kim", "Иванова", "Omarov"],
  },
  {
    code: "VN",
    name: "Vietnam",
    language: "vi",
    first: ["Linh", "Tuấn", "Hương", "Minh"],
    last: ["Nguyễn", "Trần", "Phạm", "Lê"],
  },
] as const;

export type Country = (typeof countries)[number];

/** The English name of a code; the code itself for a country that no worker comes from. */
export function countryName(code: string): string {
  return countries.find((country) => country.code === code)?.name ?? code;
}

/** The language that workers of a country write in; English where unknown. */
export function languageOf(code: string): Country["language"] {
  return countries.find((country) => country.code === code)?.language ?? "en";
}
