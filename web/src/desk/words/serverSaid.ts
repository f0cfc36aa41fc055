// Sentences that the server writes in English where there is no code to translate by: why a line of a list is not taken, how
// sending a notice ended, why an item from outside waits. On an English page they stand as they are. On a Chinese page each
// has its Chinese sentence, and one that is not listed here is said in general: nothing English reaches the reader.
import { lang } from "@/i18n";

type Saying = readonly [RegExp, (...parts: string[]) => string];

/** src/domain/jurisdiction/import.rs, src/domain/people/roster.rs, src/edge/http/admin, src/domain/petition/holidays.rs. */
const LINE: readonly Saying[] = [
  [/^expected `code,name`$/, () => "应为“区划代码,名称”"],
  [/^a name has 1 to (\d+) characters and no comma$/, (n) => `名称要有 1 至 ${n} 字，不能有逗号`],
  [/^`?(.+?)`? is not a division code/, (code) => `“${code}”不是区划代码（2、4、6、9、12、14 或 15 位数字）`],
  [/^(\S+) stands in line (\d+) already$/, (code, line) => `${code} 在第 ${line} 行已有`],
  [/^(\S+) is not in your division$/, (code) => `${code} 不在您的辖区内`],
  [/^(\S+) lies in (\S+), which there is not$/, (code, parent) => `没有 ${code} 的上级区划 ${parent}`],
  [/^expected `name,username,division,agency,posts`$/, () => "应为“姓名,用户名,区划代码,机关,岗位”"],
  [/^at most (\d+) people at once$/, (n) => `一次最多 ${n} 人`],
  [/^user name (.+) stands in line (\d+) already$/, (name, line) => `用户名 ${name} 在第 ${line} 行已有`],
  [/^user name (.+) is taken$/, (name) => `用户名 ${name} 已有账号`],
  [/^user name (.*): 3 to 32 letters/, (name) => `用户名“${name}”不合要求：要有 3 至 32 个字母、数字或 . - _`],
  [/^there is no open agency (.+) in (\S+), or not in yours$/, (agency, code) => `${code} 没有在用的机关“${agency}”，或不在您的辖区内`],
  [/^(.+) is not a post$/, (post) => `没有“${post}”这个岗位`],
  [/^a name has 1 to 50 characters$/, () => "姓名要有 1 至 50 字"],
  [/^administration, security and audit are apart/, () => "系统、安全、审计三类管理员互不兼任，也不办理信访事项"],
  [/^the list must be saved as UTF-8$/, () => "文件要用 UTF-8 编码保存"],
  [/^there is no year in it$/, () => "没有写年度"],
  [/^(\d+) has no days off: its notice was not published yet$/, (year) => `${year} 年没有放假日：这一年的放假通知还没有公布`],
  [/^expected `year`, `off` or `work` and a date$/, () => "应为 year、off 或 work 加日期"],
  [/^expected `year` and `days` with `date` and `isOffDay`$/, () => "应有 year，以及写明 date 和 isOffDay 的 days"],
  [/^not a year of this century$/, () => "年度应在 2000 至 2099 之间"],
  [/^a holiday ends after it begins, within a month$/, () => "假期的结束不能早于开始，最长 15 天"],
  [/^this day is worked by another line$/, () => "这一天在另一行里是上班日"],
  [/^this day is off by another line$/, () => "这一天在另一行里是放假日"],
  [/^only a Saturday or Sunday is made a working day$/, () => "只有星期六、星期日可以调为上班日"],
  [/^not a day \(expected YYYY-MM-DD\)$/, () => "不是日期（应为 YYYY-MM-DD）"],
  [/^its year was not opened by a line `year` before$/, () => "前面没有这一年的 year 行"],
];

/** src/channels/outbox/post.rs, src/channels/address.rs. */
const SENT: readonly Saying[] = [
  [/^HTTP (\d+)$/, (status) => `对方系统返回 HTTP ${status}`],
  [/^no answer within (\d+) seconds$/, (seconds) => `${seconds} 秒内没有应答`],
  [/^an answer that cannot be read$/, () => "应答的内容无法识别"],
  [/^not to be reached$/, () => "连接不上"],
  [/^Only https:/, () => "地址须以 https:// 开头（管理员列明的主机除外）"],
  [/^The address has no host/, () => "地址没有主机名，或带有用户名、片段"],
  [/^The host is in a network/, () => "地址所在的网络没有经管理员允许"],
  [/^WeChat answered (-?\d+)$/, (code) => `微信返回错误码 ${code}`],
  [/^not a picture/, () => "不是 JPEG、PNG 或 WebP 图片"],
  [/^larger than 10 MB$/, () => "超过 10 MB"],
  [/^the petition has as many files as it may$/, () => "事项的材料已达上限"],
  [/^the file could not be kept$/, () => "文件没有存上"],
  [/^nobody to tell any more$/, () => "已没有可通知的人"],
  [/^the record could not be read$/, () => "记录无法读取"],
];

/** src/channels/intake.rs, src/channels/registering.rs: what the name of the field alone does not say. */
const ITEM: readonly Saying[] = [
  [/^There is no such division$/, () => "没有这个行政区划"],
  [/^Not a division code$/, () => "不是区划代码"],
  [/^It does not say in which county it lies/, () => "没有写明在哪个县（区），请向来件人问明"],
  [/^No petition bureau answers for this place$/, () => "这个属地没有对应的信访部门"],
  [/^There is no such agency$/, () => "没有这个机关"],
  [/^Not one of the known values$/, () => "不是可以选的值"],
];

function inChinese(sayings: readonly Saying[], said: string): string | null {
  for (const [pattern, words] of sayings) {
    const found = pattern.exec(said);
    if (found) return words(...found.slice(1));
  }
  return null;
}

/** Why a line of a list is not taken. What the line says may stand before it: “`off 2027-02-30`: not a day”. */
export function lineWords(why: string): string {
  if (lang.value === "en") return why;
  const whole = inChinese(LINE, why);
  if (whole !== null) return whole;
  const quoted = /^(?:`([^`]*)`|(\S+)): (.+)$/.exec(why);
  const words = inChinese(LINE, quoted?.[3] ?? "");
  return quoted && words !== null ? `“${quoted[1] ?? quoted[2]}”${words}` : "这一行的格式或内容不合要求";
}

/** How the last try of sending a notice ended. */
export function sentWords(outcome: string): string {
  return lang.value === "en" ? outcome : (inChinese(SENT, outcome) ?? "没有送出");
}

/** What is wrong with a field of an item from outside; null where only its field says it. */
export function itemWords(reason: string): string | null {
  return lang.value === "en" ? reason : inChinese(ITEM, reason);
}
