/**
 * Figures that are decisions of the bureau or not yet confirmed by its legal office: configuration with a default, never a
 * constant in code. `adopt` is called once at start with what the settings file says.
 */
import { z } from 'zod';
import { DEFAULT_LADDERS, Ladders } from '../assignment/rungs';
import { CrimeHint, DEFAULT_CRIME_HINTS } from '../law/crimeHints';
import { DEFAULT_PATTERN, DEFAULT_POOLS, Pattern, PoolRule } from '../duty/pattern';
import { FerryLimits, LevelWind, PatrolBoat } from '../incident/limits';
import { calendarWith, setCalendarNotices } from './calendar';
import { DomainError } from './errors';
import { Location } from './place';

const Minutes = z.int().min(1).max(10_000);

const Day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, '日期应写作 2027-01-01');

/** One yearly notice of the State Council: days off with the name of the holiday, and weekend days worked instead (调休上班). */
const CalendarYear = z.strictObject({ off: z.record(Day, z.string().min(1)), work: z.array(Day) });

const Period = z.strictObject({ n: z.int().min(1), unit: z.enum(['wd', 'cd']) });

const ReportClock = z.strictObject({
  initial: Minutes,
  followUp: Minutes,
  final: Minutes,
  to: z.array(z.enum(['CITY', 'PROVINCE', 'MINISTRY'])).min(1),
});

const Policy = z.strictObject({
  /** Notices newer than the built-in calendar, or corrections of it; keyed by year. */
  calendar: z.record(z.string().regex(/^\d{4}$/), CalendarYear).default({}),
  /** Acknowledge ladders by kind and urgency; a kind given here replaces the default of the same name, the others stay. */
  ladder: Ladders.default({}).transform((given): Ladders => ({ ...DEFAULT_LADDERS, ...given })),
  /** Hours in Asia/Shanghai in which rungs of matters that are not urgent wait for the morning [D]; equal hours: none. */
  quietHours: z
    .strictObject({ from: z.int().min(0).max(23).default(22), to: z.int().min(0).max(23).default(7) })
    .prefault({}),
  /** How long a record keeps what it owed after it was carried out [D]; history and messages stay for good. */
  outboxKeptDays: z.int().min(1).max(365).default(3),
  petition: z
    .strictObject({
      /** To inform of receipt, path or transfer. 信访工作条例 第二十二、二十三条. */
      inform: Period.default({ n: 15, unit: 'cd' }),
      /** Reply to a petition in the narrow sense. 信访工作条例 第三十四条. */
      opinion: Period.default({ n: 60, unit: 'cd' }),
      opinionExtension: Period.default({ n: 30, unit: 'cd' }),
      /** Preliminary review of a reported illegal act. 生态环境行政处罚办法 第十八条. */
      duty: Period.default({ n: 15, unit: 'cd' }),
      dutyExtension: Period.default({ n: 15, unit: 'cd' }),
      /** 复查、复核. 信访工作条例 第三十五、三十六条. */
      review: Period.default({ n: 30, unit: 'cd' }),
      /** How long a petitioner may ask for review after the reply, and how long an unrated reply stays open. */
      reviewRequest: Period.default({ n: 30, unit: 'cd' }),
      /** Reminder before the reply is due [D]. */
      remindBeforeDays: z.int().min(0).max(30).default(3),
      /** Merge rule [D]: same medium within this distance and time is proposed as a repeat. */
      repeatMetres: z.int().min(0).default(300),
      repeatDays: z.int().min(1).default(90),
      /** 领导包案 [D]. */
      leaderCaseRepeats: z.int().min(2).default(3),
      leaderCaseGroup: z.int().min(2).default(5),
    })
    .prefault({}),
  duty: z
    .strictObject({
      /** Shifts of a day and who belongs on which post [D]; every plan starts from a copy. */
      pattern: Pattern.default(DEFAULT_PATTERN),
      pools: z.array(PoolRule).min(1).max(40).default(DEFAULT_POOLS),
      /** How far ahead gaps of the roster are looked for [D]. */
      forecastDays: z.int().min(1).max(60).default(7),
      /** Rest between two posts of one person [D]. */
      restHours: z.int().min(0).max(72).default(11),
      /** The card of a shift goes out so many days ahead; earlier it would be forgotten, and months would come at once [D]. */
      askDaysBefore: z.int().min(1).max(60).default(7),
      /** Silence until so many hours before the shift calls the substitute [D]; the card gives at least `answerMinutes`. */
      confirmHoursBefore: z.int().min(1).max(168).default(24),
      answerMinutes: Minutes.default(120),
      /** Check-in this long before and after the beginning [D]. */
      checkInMinutes: Minutes.default(15),
      /** How long a substitute who is called at once may take to the post [D]. */
      calledInMinutes: Minutes.default(60),
      /** Handover can begin so long before the end, and is overdue so long after it began at the end [D]. */
      handoverOpensMinutes: Minutes.default(30),
      handoverMinutes: Minutes.default(30),
      /** The command centre (GCJ-02): who checks in further away is shown to the leader. Null: nowhere is further away. */
      centre: z
        .strictObject({ location: Location, metres: z.int().min(50).max(50_000) })
        .nullable()
        .default(null),
      /** Weekly card: hour and minute in Asia/Shanghai on Mondays [D]. */
      weekCardAt: z
        .string()
        .regex(/^([01]\d|2[0-3]):[0-5]\d$/, '时间应写作 08:30')
        .default('08:30'),
    })
    .prefault({}),
  incident: z
    .strictObject({
      /** From receipt to triage [D]. */
      triageMinutes: Minutes.default(10),
      /** Same type within this distance and time is suggested as a duplicate, never deleted [D]. */
      duplicateMetres: z.int().min(0).default(1_000),
      duplicateMinutes: Minutes.default(120),
      /** Signals of the same kind within this distance and time of each other are facts of one incident [D]. */
      togetherMetres: z.int().min(0).default(1_000),
      togetherMinutes: Minutes.default(30),
      /** Facts kept in the record; those beyond are counted and stay in `signals`. */
      factsKept: z.int().min(3).max(200).default(30),
      /** The clock asks again for what is overdue this often [D]. */
      remindMinutes: Minutes.default(30),
      /** How early a squad should be at the quay [D]. */
      quayMinutes: Minutes.default(20),
      /** Wind and sea at which ferries and the patrol boat stay in port [D], and what a level of warning means there [K]. */
      ferries: FerryLimits.prefault({}),
      patrolBoat: PatrolBoat.prefault({}),
      levelWind: LevelWind.prefault({}),
      /**
       * Report clocks by grade, in minutes [K]: the first one after the emergency was declared, the next ones after the last report, the
       * final one after control. 突发环境事件信息报告办法（令17号）第三、四条; follow-up and final periods are the bureau's own [D].
       */
      reports: z
        .strictObject({
          GENERAL: ReportClock,
          LARGER: ReportClock,
          MAJOR: ReportClock,
          EXTRA_MAJOR: ReportClock,
          UNCLEAR_SENSITIVE: ReportClock,
        })
        .default({
          GENERAL: { initial: 240, followUp: 1_440, final: 4_320, to: ['CITY', 'PROVINCE'] },
          LARGER: { initial: 120, followUp: 720, final: 4_320, to: ['CITY', 'PROVINCE'] },
          MAJOR: { initial: 120, followUp: 240, final: 4_320, to: ['CITY', 'PROVINCE', 'MINISTRY'] },
          EXTRA_MAJOR: { initial: 120, followUp: 120, final: 4_320, to: ['CITY', 'PROVINCE', 'MINISTRY'] },
          UNCLEAR_SENSITIVE: { initial: 120, followUp: 720, final: 4_320, to: ['CITY', 'PROVINCE'] },
        }),
    })
    .prefault({}),
  station: z
    .strictObject({
      /** A station is silent after so many expected readings have not come [D]. */
      silentAfterReadings: z.int().min(1).max(100).default(3),
    })
    .prefault({}),
  massAlert: z
    .strictObject({
      /** Further ways to those who have not answered, in minutes after the order [D]. */
      channels: z
        .array(z.strictObject({ after: Minutes, way: z.enum(['workNotice', 'ding', 'sms']) }))
        .max(6)
        .default([
          { after: 5, way: 'workNotice' },
          { after: 10, way: 'ding' },
        ]),
      /** When the heads of units get the list of their silent people [D]. */
      headsAfter: Minutes.default(15),
    })
    .prefault({}),
  evidence: z
    .strictObject({
      /** What the camera aims at: longest edge and size of the light copy, length of a video [D]. */
      photoEdge: z.int().min(640).max(4_096).default(1_600),
      photoKb: z.int().min(50).max(2_000).default(300),
      videoSeconds: z.int().min(3).max(120).default(20),
      /** What the server takes at most for one file, in MB [D]. */
      photoMb: z.int().min(1).max(50).default(25),
      videoMb: z.int().min(1).max(200).default(80),
      /** What one person may send in 24 hours, in MB [D]. */
      dailyMb: z.int().min(10).max(1_000_000).default(10_000),
      /** Files go up in pieces of this size: small enough to lose little when the network breaks off [D]. */
      chunkKb: z.int().min(16).max(1_024).default(128),
      /** An upload nobody went on with for so many days is cleaned away; longer than anybody stays offline [D]. */
      abandonedDays: z.int().min(8).max(90).default(21),
      /** Reasons to look twice: distance from the site, difference of clocks, age when received, and what EXIF may differ [D]. */
      farMetres: z.int().min(50).max(50_000).default(500),
      clockMinutes: Minutes.default(5),
      lateHours: z.int().min(1).max(720).default(24),
      exifMinutes: Minutes.default(10),
      /** How many of the 64 bits of a perceptual hash may differ in photos that are nearly the same [D]; more than 3 would not all be found. */
      likeBits: z.int().min(0).max(3).default(3),
    })
    .prefault({}),
  rotation: z
    .strictObject({
      /** A drawn person answers within this time, and the head of the unit decides about a difficulty within this [D]. */
      answerMinutes: Minutes.default(120),
      judgeMinutes: Minutes.default(120),
      /** How many are asked in turn to step in for one seat before a bureau leader names somebody [D]. */
      mostSubstitutes: z.int().min(1).max(50).default(5),
      /** Calendar days after a service in which nobody is drawn again [D]. */
      restDays: z.int().min(0).max(365).default(14),
      /** Nobody is drawn so many hours before or after a shift [D]. */
      shiftHours: z.int().min(0).max(168).default(24),
      /** Nobody is drawn so many months before retirement [D]. */
      retirementMonths: z.int().min(0).max(24).default(3),
      needCertified: z.int().min(0).max(12).default(2),
      /** What is usual; beyond it the leader is warned, not stopped. */
      seats: z.strictObject({ min: z.int().min(1), max: z.int().max(12) }).default({ min: 1, max: 4 }),
      roundsPerMonth: z.strictObject({ min: z.int().min(0), max: z.int().max(31) }).default({ min: 2, max: 3 }),
      /** Kinds of departments that together make one rotation unit, with its name; every other department stands for itself. */
      together: z.record(z.string(), z.string()).default({ DIVISION: '机关处室', BUREAU: '机关处室' }),
    })
    .prefault({}),
  flying: z
    .strictObject({
      /** A member of the team answers within this time, or the next one is asked without a word [D]. */
      answerMinutes: Minutes.default(10),
      /** The second of two people unlocks within this time after the first [D]. */
      unlockMinutes: Minutes.default(10),
      /** Longest time from the assembly to the reveal [D]. */
      longestHours: z.int().min(1).max(72).default(12),
      /** No check of an enterprise within so many years of having worked there [K], or of having handled its permit [D]. */
      employmentYears: z.int().min(0).max(20).default(3),
      permitYears: z.int().min(0).max(20).default(2),
      /** Where teams assemble. A fixed list: words of one's own would say where it goes [D]. */
      points: z
        .array(z.strictObject({ name: z.string().min(2).max(40), location: Location }))
        .min(1)
        .max(20)
        .default([
          { name: '市局大院', location: [122.207, 29.985] },
          { name: '新城港务码头', location: [122.215, 29.975] },
          { name: '跨海大桥服务区', location: [121.95, 30.06] },
        ]),
      /** What to bring. A fixed list as well; none may fit one sector only [D]. */
      kits: z
        .array(z.string().min(2).max(60))
        .min(1)
        .max(20)
        .default(['标准装备：执法记录仪、采样箱、救生衣、雨衣', '标准装备，加夜间照明', '标准装备，加过夜用品']),
    })
    .prefault({}),
  field: z
    .strictObject({
      /** How long a phone opens what it holds without having met the server [D], and how much longer with a warning. */
      offlineDays: z.int().min(1).max(60).default(7),
      graceDays: z.int().min(0).max(14).default(1),
      /** Metres from the site within which an officer is there (§3h), and beyond which, or apart from each other, it is flagged [D]. */
      nearMetres: z.int().min(10).max(5_000).default(300),
      farMetres: z.int().min(10).max(50_000).default(500),
      apartMetres: z.int().min(10).max(50_000).default(500),
      /** From arrival to the certificate, from the end to handing in; and how late an upload is flagged. */
      startMinutes: Minutes.default(30),
      submitHours: z.int().min(1).max(240).default(24),
      lateHours: z.int().min(1).max(240).default(24),
      /** By how much a phone's clock may move before it is flagged, and be ahead of ours before what it says is refused [D]. */
      turnedMinutes: Minutes.default(10),
      futureMinutes: Minutes.default(10),
      /** Free document numbers of each kind that a phone takes along [D]. */
      numbersPacked: z.int().min(0).max(20).default(5),
    })
    .prefault({}),
  documents: z
    .strictObject({
      /** Numbers of documents: prefix, mark of the branch, series, year, sequence; all of them the bureau's own words [K]. */
      prefix: z.string().max(20).default('舟环'),
      marks: z
        .record(z.string(), z.string().max(4))
        .default({ '330902': '定', '330903': '普', '330921': '岱', '330922': '嵊' }),
      series: z
        .strictObject({
          evidenceHold: z.string().max(6).default('存'),
          spotPenalty: z.string().max(6).default('当罚'),
          order: z.string().max(6).default('责改'),
          filing: z.string().max(6).default('立'),
          legalReview: z.string().max(6).default('法审'),
          discussionRecord: z.string().max(6).default('集讨'),
          priorNotice: z.string().max(6).default('罚告'),
          hearingNotice: z.string().max(6).default('听通'),
          decision: z.string().max(6).default('罚'),
          noPenalty: z.string().max(6).default('不罚'),
          dailyPenalty: z.string().max(6).default('连罚'),
          instalment: z.string().max(6).default('缓'),
          demand: z.string().max(6).default('催'),
          courtApplication: z.string().max(6).default('强申'),
          criminalTransfer: z.string().max(6).default('移'),
          seizure: z.string().max(6).default('查扣'),
          seizureLift: z.string().max(6).default('解'),
        })
        .prefault({}),
      /** Who decides, as it stands at the head of a document; by county, the rest is the bureau's [K]. */
      bureau: z.string().max(40).default('舟山市生态环境局'),
      branches: z
        .record(z.string(), z.string().max(40))
        .default({ '330902': '定海分局', '330903': '普陀分局', '330921': '岱山分局', '330922': '嵊泗分局' }),
      /** Where a decision is challenged [K]. */
      reconsideration: z.string().max(40).default('舟山市人民政府'),
      court: z.string().max(40).default('有管辖权的人民法院'),
      /** Where a party writes, rings and pays; as the papers name it [K]. */
      address: z.string().max(80).default('舟山市新城海天大道（示例）'),
      telephone: z.string().max(30).default('0580-12345（示例）'),
      payAt: z.string().max(120).default('持缴款码到代收银行网点或者通过电子支付系统缴款'),
    })
    .prefault({}),
  evidenceHold: z
    .strictObject({
      /** Approval of a measure taken in urgency, and the decision about it. 生态环境行政处罚办法 第三十二、三十三条. */
      approvalHours: z.int().min(1).max(72).default(24),
      decision: Period.default({ n: 7, unit: 'wd' }),
    })
    .prefault({}),
  spotPenalty: z
    .strictObject({
      /** Simple procedure, in fen. 行政处罚法 第五十一条. */
      citizenFen: z.int().min(0).default(20_000),
      organisationFen: z.int().min(0).default(300_000),
      /** Report to the authority. 行政处罚法 第五十二条 [K]. */
      report: Period.default({ n: 3, unit: 'wd' }),
      /** Collected on the spot without further reason, in fen. 行政处罚法 第六十八条. */
      collectFen: z.int().min(0).default(10_000),
      /** To the authority after collecting or landing, and from there into the bank. 行政处罚法 第七十一条. */
      handIn: Period.default({ n: 2, unit: 'wd' }),
      bank: Period.default({ n: 2, unit: 'wd' }),
      /** The officers are asked whether they have landed with what they collected on the water [D]. */
      landingDays: z.int().min(1).max(30).default(3),
    })
    .prefault({}),
  order: z
    .strictObject({
      /** Working days before the last day at which the officers are reminded, and the visit after it [D]. */
      remindWd: z.int().min(0).max(20).default(3),
      visit: Period.default({ n: 10, unit: 'wd' }),
      longestDays: z.int().min(1).max(730).default(365),
    })
    .prefault({}),
  followUp: z
    .strictObject({
      /** Working days before the last day of the correction at which officers and party are reminded, and the visit after it [D]. */
      remindWd: z.int().min(0).max(20).default(3),
      visit: Period.default({ n: 10, unit: 'wd' }),
      /** From the visit to the finding what was done, and from a finding to what follows from it [D]. */
      verdict: Period.default({ n: 3, unit: 'wd' }),
      /** One extension, at most so many calendar days from the visit. 后督查, [D]. */
      extensionDays: z.int().min(1).max(365).default(30),
      /** Days of the recheck window left when officers and heads are warned [D]. */
      warnDays: z.int().min(1).max(20).default(5),
    })
    .prefault({}),
  dailyPenalty: z
    .strictObject({
      /** The hidden recheck comes within so many calendar days of the service of the order; no holiday moves it. 按日连续处罚办法 第十条 [K]. */
      recheckDays: z.int().min(1).max(60).default(30),
      /** Offences (law.schema.ts) whose continuing is punished by the day. 生态环境法典 第一千零六十条; 按日连续处罚办法 第五条 [K]. */
      offences: z
        .array(z.string().max(60))
        .max(200)
        .default([
          ...['permitNone', 'permitExceed', 'exceedWater', 'exceedAir', 'evasionWater', 'evasionAir'],
          ...['marineOil', 'marineAcid', 'marineHeavyMetal', 'marineOilyWater', 'marineShoreWaste', 'marineToxic'],
          ...['solidDumping', 'hazardousDumping', 'hazardousUnlicensed', 'hazardousNoLicenceUse'],
        ]),
    })
    .prefault({}),
  lookBack: z
    .strictObject({
      /** Months after the sign-off at which samples are drawn [D]. */
      months: z.array(z.int().min(1).max(36)).min(1).max(6).default([3, 6]),
      /** Share drawn by lot, in per mille, and the least number; what the central and provincial inspectors named is always looked at [D]. */
      permille: z.int().min(0).max(1_000).default(200),
      least: z.int().min(0).max(100).default(1),
      /** From the draw to the answer [D]. */
      answer: Period.default({ n: 20, unit: 'wd' }),
    })
    .prefault({}),
  rectification: z
    .strictObject({
      /** 五步: tell the party, hear what help it wants, have its plan [D]. */
      tell: Period.default({ n: 3, unit: 'wd' }),
      plan: Period.default({ n: 10, unit: 'wd' }),
      remindWd: z.int().min(0).max(20).default(3),
    })
    .prefault({}),
  audit: z
    .strictObject({
      /** Office hours in Asia/Shanghai; what lies outside them on a working day, or on a rest day, is off-hours [D]. */
      workFrom: z
        .string()
        .regex(/^([01]\d|2[0-3]):[0-5]\d$/, '时间应写作 08:30')
        .default('08:30'),
      workTo: z
        .string()
        .regex(/^([01]\d|2[0-3]):[0-5]\d$/, '时间应写作 17:30')
        .default('17:30'),
      /** Sample of a stratum: at least so many, at least this share, of which so many off-hours; per mille [D]. */
      sample: z
        .strictObject({
          least: z.int().min(1).max(100).default(3),
          permille: z.int().min(1).max(1000).default(50),
          offHoursPermille: z.int().min(0).max(1000).default(300),
        })
        .prefault({}),
      /** Records of one stratum, and of one sample, that an audit can hold; beyond it the period has to be shorter. */
      mostInFrame: z.int().min(10).max(100_000).default(50_000),
      mostInSample: z.int().min(10).max(1_000).default(400),
      /** Risk flags: created so many hours after the event, position so far from the site [D]. */
      lateHours: z.int().min(1).max(720).default(24),
      farMetres: z.int().min(50).max(20_000).default(500),
      /** Auditors keep away from units whose rotation guests they were in so many months [D]. */
      guestMonths: z.int().min(1).max(60).default(12),
      reply: Period.default({ n: 5, unit: 'wd' }),
      rectify: Period.default({ n: 30, unit: 'cd' }),
      /** 序贯停止: fewer than `defectPermille` defective, wrong at most `alphaPermille` of the time; see models/audit/stopRule.ts [D]. */
      stopRule: z
        .strictObject({
          defectPermille: z.int().min(1).max(500).default(100),
          goodPermille: z.int().min(0).max(499).default(20),
          alphaPermille: z.int().min(1).max(200).default(50),
          betaPermille: z.int().min(1).max(300).default(100),
          /** How far it may go on beyond the sample of fixed size with the same errors. */
          longestPermille: z.int().min(1000).max(5000).default(2000),
        })
        .refine(({ defectPermille, goodPermille }) => goodPermille < defectPermille, '“足够好”的比例须低于不合格率上限')
        .prefault({}),
      /** Severities that make a record count as defective [D]. */
      defective: z
        .array(z.enum(['VETO', 'MAJOR', 'MINOR']))
        .min(1)
        .default(['VETO', 'MAJOR']),
    })
    .prefault({}),
  responsibility: z
    .strictObject({
      /** For the named person to object [D]. */
      objection: Period.default({ n: 5, unit: 'wd' }),
    })
    .prefault({}),
  inspection: z
    .strictObject({
      /** 日常检查 of one enterprise in a calendar year by all units together [K]: beyond it whoever orders one is warned. */
      cap: z.int().min(0).max(50).default(2),
      /** Begins every 行政行为码 [K]. */
      codePrefix: z
        .string()
        .regex(/^[A-Z]{2,6}$/, '行政行为码前缀应为2至6个大写字母')
        .default('ZSXW'),
      /** Reminder so many days before the last day, at eight in the morning; told again to the leaders so many days after it [D]. */
      remindBeforeDays: z.int().min(0).max(14).default(1),
      overdueAgainDays: z.int().min(1).max(60).default(3),
      /** From arrival to the locked record. Source: the bureau's rules for mobile enforcement. */
      submitHours: z.int().min(1).max(168).default(24),
    })
    .prefault({}),
  approval: z
    .strictObject({
      /** How long a proved second factor lasts. Identity rules of the bureau (domain of sign-in): within five minutes. */
      factorMinutes: z.int().min(1).max(15).default(5),
      /** Wrong PINs until it locks, and for how long at first; every further lock lasts as many times longer [D]. 等保三级: 5, 15 min. */
      wrongPins: z.int().min(1).max(10).default(5),
      lockMinutes: Minutes.default(15),
      lockGrowth: z.int().min(1).max(10).default(2),
      lockMostMinutes: Minutes.default(1_440),
      /** A PIN is set only this soon after signing in with DingTalk [D]. */
      freshSignInMinutes: Minutes.default(5),
      /** Cost of scrypt: 2^logN × r × p. */
      scrypt: z
        .strictObject({
          logN: z.int().min(10).max(20).default(15),
          r: z.int().min(1).max(32).default(8),
          p: z.int().min(1).max(8).default(1),
        })
        .prefault({}),
      /** Longest delegation in days [D]. */
      delegationDays: z.int().min(1).max(366).default(90),
      /** Steps that may be approved several at once [D]. */
      batch: z.array(z.string().min(1).max(40)).max(20).default(['approveExtension', 'closeCase']),
    })
    .prefault({}),
  discussion: z
    .strictObject({
      /** Members present of those named, and votes needed of those cast, in thousandths; more than half [D]. */
      quorumPermille: z.int().min(500).max(1_000).default(667),
      majorityPermille: z.int().min(500).max(1_000).default(500),
      leastMembers: z.int().min(2).max(15).default(3),
      /** Reminder to members who have not voted or confirmed the minutes [D]. */
      remindHours: z.int().min(1).max(168).default(4),
    })
    .prefault({}),
  party: z
    .strictObject({
      /** How long a link opens the case, in calendar days [D]; a new one may be sent at any time. */
      linkDays: z.int().min(1).max(730).default(180),
      /** A code by SMS: how long it holds, how often it may be tried, when another one may be asked for [D]. */
      codeMinutes: Minutes.default(5),
      codeTries: z.int().min(1).max(10).default(5),
      resendSeconds: z.int().min(10).max(3_600).default(60),
      /** Codes per telephone in an hour and a day, and codes and tries per network address in an hour [D]. */
      codesPerHour: z.int().min(1).max(100).default(5),
      codesPerDay: z.int().min(1).max(100).default(10),
      perAddressHour: z.int().min(1).max(100_000).default(60),
      /** No answer to a link or code comes sooner, in ms: its time must not tell whether there is such a link [D]. */
      answerMs: z.int().min(0).max(2_000).default(150),
      /** Without use the party has to prove itself again [D]. */
      idleMinutes: Minutes.default(30),
      /** One file, and all files of one case, in MB [D]. */
      fileMb: z.int().min(1).max(100).default(20),
      caseMb: z.int().min(1).max(10_000).default(200),
    })
    .prefault({}),
  hearing: z
    .strictObject({
      /** Notice of time and place before the day. 行政处罚法 第六十四条. */
      notice: Period.default({ n: 7, unit: 'wd' }),
      /** A hearing asked for is arranged within this time, and the host and the party are reminded so many working days before [D]. */
      arrange: Period.default({ n: 5, unit: 'wd' }),
      remindWd: z.int().min(0).max(10).default(1),
      /** The report after the hearing [D]. */
      report: Period.default({ n: 5, unit: 'wd' }),
    })
    .prefault({}),
  disclosure: z
    .strictObject({
      /** To publish, from the day of the decision [K]; where it was served later, at least so long after service [D]. */
      within: Period.default({ n: 7, unit: 'wd' }),
      afterService: Period.default({ n: 2, unit: 'wd' }),
      remindWd: z.int().min(0).max(10).default(2),
      /** To withdraw in words after the decision fell. 行政处罚法 第四十八条. */
      withdraw: Period.default({ n: 3, unit: 'wd' }),
      /** Months of display by the gravest kind, and how much of it has to pass before a repair may be asked for [K]. */
      displayMonths: z
        .strictObject({
          light: z.int().min(1).max(36).default(3),
          usual: z.int().min(1).max(36).default(12),
          grave: z.int().min(1).max(36).default(36),
        })
        .prefault({}),
      repairAfterMonths: z.int().min(0).max(36).default(3),
      /** To decide about a repair. */
      repair: Period.default({ n: 10, unit: 'wd' }),
    })
    .prefault({}),
  credit: z
    .strictObject({
      /** 环境信用: points at the beginning, and what each event costs for how long [K: provincial rule of 2025-12-23]. */
      base: z.int().min(1).max(1_000).default(100),
      rules: z
        .record(
          z.string().regex(/^[A-Z_]{2,30}$/),
          z.strictObject({
            event: z.string().min(2).max(40),
            points: z.int().min(-100).max(100),
            /** Beside it for every full amount of this many fen. */
            perFen: z.int().min(1).nullable().default(null),
            perPoints: z.int().min(0).max(100).default(0),
            most: z.int().min(0).max(100).nullable().default(null),
            validMonths: z.int().min(1).max(120),
            veto: z.boolean().default(false),
          }),
        )
        .default({
          PENALTY: {
            event: '行政处罚',
            points: 5,
            perFen: 10_000_000,
            perPoints: 5,
            most: 20,
            validMonths: 12,
            veto: false,
          },
          DAILY_PENALTY: {
            event: '按日连续处罚',
            points: 20,
            perFen: null,
            perPoints: 0,
            most: null,
            validMonths: 36,
            veto: false,
          },
          RED: {
            event: '列为红色严管',
            points: 5,
            perFen: null,
            perPoints: 0,
            most: null,
            validMonths: 12,
            veto: false,
          },
          OVERDUE_RECTIFICATION: {
            event: '整改逾期',
            points: 10,
            perFen: null,
            perPoints: 0,
            most: null,
            validMonths: 12,
            veto: false,
          },
          EXCEEDANCE: {
            event: '超标经核实（每日）',
            points: 2,
            perFen: null,
            perPoints: 0,
            most: 10,
            validMonths: 12,
            veto: false,
          },
          SELF_REPORT: {
            event: '主动报告并改正',
            points: -2,
            perFen: null,
            perPoints: 0,
            most: null,
            validMonths: 12,
            veto: false,
          },
          CRIME: { event: '环境犯罪', points: 0, perFen: null, perPoints: 0, most: null, validMonths: 36, veto: true },
          FALSE_DATA: {
            event: '数据弄虚作假',
            points: 0,
            perFen: null,
            perPoints: 0,
            most: null,
            validMonths: 36,
            veto: true,
          },
          EVASIVE_DISCHARGE: {
            event: '逃避监管排放',
            points: 0,
            perFen: null,
            perPoints: 0,
            most: null,
            validMonths: 36,
            veto: true,
          },
        }),
      /** The best band first; the last one takes all the rest. `clean`: months without a penalty. */
      bands: z
        .array(z.strictObject({ code: z.string().min(1).max(4), from: z.int(), clean: z.int().min(0).default(0) }))
        .min(2)
        .max(9)
        .refine(
          (bands) => bands.every(({ from }, n) => n === 0 || from < (bands[n - 1]?.from ?? Infinity)),
          '信用等级要从高到低',
        )
        .default([
          { code: 'A', from: 90, clean: 24 },
          { code: 'B', from: 80, clean: 0 },
          { code: 'C', from: 60, clean: 0 },
          { code: 'D', from: 40, clean: 0 },
          { code: 'E', from: -1_000, clean: 0 },
        ]),
    })
    .prefault({}),
  execution: z
    .strictObject({
      /** To serve the decision. 行政处罚法 第六十一条. An announcement counts as served after so many days (民事诉讼法) [K]. */
      service: Period.default({ n: 7, unit: 'wd' }),
      announcement: Period.default({ n: 30, unit: 'cd' }),
      /** Sent by telephone and not confirmed so long: to be served in another way [D]. */
      eConfirm: Period.default({ n: 3, unit: 'wd' }),
      /** To pay after service. 行政处罚法 第六十七条. Reminder so many working days before [D]. */
      payment: Period.default({ n: 15, unit: 'cd' }),
      remindWd: z.int().min(0).max(10).default(3),
      /** 加处罚款, in thousandths of the unpaid fine per day; never more than the fine itself. 行政处罚法 第七十二条. */
      latePermillePerDay: z.int().min(0).max(1_000).default(30),
      /** The bank's lists arrive so many working days late: a share counts as missed only then, from its own day on [D]. */
      bankLagWd: z.int().min(0).max(10).default(3),
      /** 延期、分期: answer within, and the last share no later than so many months after service [K]. */
      instalmentAnswer: Period.default({ n: 15, unit: 'cd' }),
      instalmentMonths: z.int().min(1).max(60).default(12),
      /** 复议 (行政复议法 第二十条), 诉讼 in months (行政诉讼法 第四十六条); to sue after a reconsideration in days (第四十五条). */
      reconsideration: Period.default({ n: 60, unit: 'cd' }),
      litigationMonths: z.int().min(1).max(24).default(6),
      afterReconsideration: Period.default({ n: 15, unit: 'cd' }),
      /** 催告: so long to perform (行政强制法 第五十四、六十九条); a body with powers of its own waits 30 days of late penalty first (第四十六条). */
      demand: Period.default({ n: 10, unit: 'wd' }),
      demandAfterLateDays: z.int().min(0).max(365).default(0),
      /** 申请法院 within so many months after the remedies (第五十三条); the court rules within (第五十七、五十八条). */
      courtMonths: z.int().min(1).max(12).default(3),
      courtRuling: Period.default({ n: 30, unit: 'cd' }),
      /** Reminders before the window of the court closes, in calendar days [D]. */
      courtRemindDays: z.array(z.int().min(1).max(90)).max(5).default([30, 10, 3]),
      /** A case that is over is to be closed, and a closed one filed away, within [D]. */
      closing: Period.default({ n: 20, unit: 'wd' }),
      archiving: Period.default({ n: 60, unit: 'cd' }),
      /** Years a case is kept [K: archive office]. */
      archiveYears: z.int().min(1).max(100).default(30),
    })
    .prefault({}),
  penalty: z
    .strictObject({
      /** Preliminary review of a clue, and its one extension. 生态环境行政处罚办法 第十八条. */
      review: Period.default({ n: 15, unit: 'cd' }),
      reviewExtension: Period.default({ n: 15, unit: 'cd' }),
      /** Reminder before the review is due [D]. */
      remindBeforeDays: z.int().min(0).max(14).default(3),
      /** From filing to the decision (行政处罚法 第六十条), and how much more a head, and then a collective decision, may grant [K]. */
      decision: Period.default({ n: 90, unit: 'cd' }),
      headDays: z.int().min(1).max(180).default(30),
      collectiveDays: z.int().min(0).max(180).default(30),
      /** Handler and head are reminded so many days before the decision is due [D]. */
      remindDecisionDays: z.array(z.int().min(1).max(60)).max(6).default([10, 3, 1]),
      /** Review inside the bureau [D]. */
      caseReview: Period.default({ n: 5, unit: 'wd' }),
      /** For a statement and for asking for a hearing, from receipt of the notice. 行政处罚法 第六十四条; 处罚办法 第四十四条. */
      statement: Period.default({ n: 5, unit: 'wd' }),
      /** 较大数额罚款、没收: a hearing may be asked for, in fen; whether the amount itself counts is not clear [K]. 处罚办法 第四十六条. */
      hearing: z
        .strictObject({
          citizenFen: z.int().min(0).default(500_000),
          organisationFen: z.int().min(0).default(20_000_000),
          inclusive: z.boolean().default(true),
        })
        .prefault({}),
      /** 集体讨论: fine and confiscation together, in fen. 处罚办法 第五十二条 [K]. */
      committee: z
        .strictObject({ fen: z.int().min(0).default(50_000_000), inclusive: z.boolean().default(true) })
        .prefault({}),
      /** 法制审核 also where a hearing could have been asked for and was not [D]. */
      legalReviewWithHearingRight: z.boolean().default(true),
      /** Day from which branches decide in their own name (生态环境法典 第五十三条); null: never [K]. */
      branchOwnNameFrom: z.iso.date().nullable().default('2026-08-15'),
      /** userid of the principal head (主要负责人): whoever decides a leader's recusal; null: any other leader [D]. */
      principalHead: z.string().max(64).nullable().default(null),
      leastInvestigators: z.int().min(2).max(6).default(2),
    })
    .prefault({}),
  discretion: z
    .strictObject({
      /** 从轻、从重: at most so many thousandths of the statutory maximum [K]. */
      adjustPermille: z.int().min(0).max(1_000).default(200),
      /** 减轻: at most so many thousandths of the statutory minimum [K]. */
      reducePermille: z.int().min(0).max(1_000).default(500),
      /** Violations are counted back so many years from the day before the discovery, complaints so many [K]. */
      timesYears: z.int().min(1).max(10).default(2),
      complaintYears: z.int().min(1).max(10).default(1),
      /** Past cases shown beside one, out of so many of the latest [D]. */
      neighbours: z.int().min(1).max(20).default(5),
      compared: z.int().min(10).max(2_000).default(500),
      /** Further from where the nearest lie in their range than this (hundredths of a percent) is an outlier [D]. */
      outlierShare: z.int().min(100).max(10_000).default(1_500),
      /** Past cases computed with a proposed table, and the change (thousandths) that is an outlier there [D]. */
      simulated: z.int().min(1).max(500).default(200),
      simulationPermille: z.int().min(10).max(1_000).default(300),
    })
    .prefault({}),
  law: z
    .strictObject({
      /** 涉嫌犯罪提示: when whoever handles a case is asked to look whether it is a crime. */
      crimeHints: z
        .array(CrimeHint)
        .max(60)
        .default([...DEFAULT_CRIME_HINTS]),
      /** By what the lighter of two laws is told, in this order [K]. 行政处罚法 第三十七条. */
      lighterBy: z
        .array(z.enum(['max', 'min', 'additional']))
        .min(1)
        .max(3)
        .default(['max', 'min', 'additional']),
      /** 追责时效 by the day from which it is counted. 行政处罚法 第三十六条; 生态环境法典 第一千零五十四条. */
      limitation: z
        .array(
          z.strictObject({
            from: Day,
            years: z.int().min(1).max(20),
            harmYears: z.int().min(1).max(20),
            harm: z.enum(['ANY', 'HEALTH']),
            source: z.string().min(2).max(60),
          }),
        )
        .min(1)
        .max(10)
        .default([
          { from: '1996-10-01', years: 2, harmYears: 2, harm: 'HEALTH', source: '《行政处罚法》（1996年）第二十九条' },
          { from: '2021-07-15', years: 2, harmYears: 5, harm: 'HEALTH', source: '《行政处罚法》第三十六条' },
          { from: '2026-08-15', years: 2, harmYears: 5, harm: 'ANY', source: '《生态环境法典》第一千零五十四条' },
        ]),
    })
    .prefault({}),
  transfer: z
    .strictObject({
      /** The principal head decides; from the approval to the police. 移送规定 第五条. */
      decide: Period.default({ n: 3, unit: 'cd' }),
      sendHours: z.int().min(1).max(168).default(24),
      /** The police: filing, a clue that has to be checked, a complex case; missing material. 行刑衔接办法 第十条 and those after it. */
      policePlain: Period.default({ n: 3, unit: 'cd' }),
      policeCheck: Period.default({ n: 7, unit: 'cd' }),
      policeComplex: Period.default({ n: 30, unit: 'cd' }),
      receiptHours: z.int().min(1).max(168).default(24),
      supplement: Period.default({ n: 3, unit: 'cd' }),
      /** Not filed: to ask for reconsideration, and for its answer. 行刑衔接办法 第十一条. */
      reconsider: Period.default({ n: 3, unit: 'wd' }),
      reconsiderAnswer: Period.default({ n: 3, unit: 'wd' }),
      /** Items after filing, transfer on an opinion of the procuratorate, entries on the information platform. */
      items: Period.default({ n: 3, unit: 'cd' }),
      opinion: Period.default({ n: 3, unit: 'cd' }),
      platform: Period.default({ n: 7, unit: 'cd' }),
      /** 适用行政拘留案件: from the decision to transfer to the police, and for their answer. 暂行办法（2014）. */
      detentionSend: Period.default({ n: 3, unit: 'cd' }),
      detentionAnswer: Period.default({ n: 5, unit: 'cd' }),
      /** Whoever has to act is reminded so many hours before a day, and before an hour, is over [D]. */
      remindHours: z.int().min(1).max(72).default(16),
      remindShortHours: z.int().min(1).max(12).default(6),
    })
    .prefault({}),
});
export type Policy = z.infer<typeof Policy>;

/** Every figure with its bounds. */
export const policySchema = Policy;

/** What the settings file says; settings with an approval of their own (models/setting) lie on top of it. */
let base: Policy = Policy.parse({});
let adopted: Policy = base;

/** The figures in force. */
export const policy = (): Policy => adopted;

/**
 * Put other figures in force: those of the settings file, with nothing on top.
 *
 * @throws ZodError naming every faulty key | DomainError INVALID_INPUT for a calendar that contradicts itself; both stop the start
 */
export function adopt(settings: unknown): void {
  const parsed = Policy.parse(settings);
  setCalendarNotices(parsed.calendar);
  base = parsed;
  adopted = parsed;
}

/** One figure by its name: `penalty.hearing.citizenFen`, `calendar.2027`. */
export interface Figure {
  key: string;
  value: unknown;
}

type Branch = Record<string, unknown>;
const isBranch = (value: unknown): value is Branch =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The value under this name, own properties only; undefined where there is none. */
export function figureIn(settings: unknown, key: string): unknown {
  return key
    .split('.')
    .reduce(
      (value: unknown, name) => (isBranch(value) && Object.hasOwn(value, name) ? value[name] : undefined),
      settings,
    );
}

function put(settings: Branch, { key, value }: Figure): void {
  const names = key.split('.');
  const last = names.pop() ?? '';
  const place = names.length > 0 ? figureIn(settings, names.join('.')) : settings;
  if (!isBranch(place) || last === '__proto__')
    throw new DomainError('INVALID_INPUT', `没有“${key}”这个业务参数，请刷新后重新选择。`);
  place[last] = value;
}

/**
 * The figures of the settings file with these on top, judged as a whole.
 *
 * @throws ZodError naming every faulty key | DomainError INVALID_INPUT (no such figure, a calendar that contradicts itself)
 */
export function withFigures(figures: readonly Figure[]): Policy {
  const settings = structuredClone(base) as unknown as Branch;
  for (const figure of figures) put(settings, figure);
  const parsed = Policy.parse(settings);
  calendarWith(parsed.calendar);
  return parsed;
}

/** Lay these on top of the settings file, in place of whatever lay there. @throws as `withFigures`; then all stays as it was */
export function overlay(figures: readonly Figure[]): void {
  const parsed = withFigures(figures);
  setCalendarNotices(parsed.calendar);
  adopted = parsed;
}
