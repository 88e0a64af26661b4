/**
 * A call the platform refuses. How it looks on the wire is the business of the family that was called:
 * the old one answers HTTP 200 with `errcode`, the new one answers `status` with `code`.
 */
export class Refusal extends Error {
  constructor(
    readonly code: string | number,
    message: string,
    readonly status = 400,
    readonly extra: Record<string, unknown> = {},
  ) {
    super(message);
  }
}

/** Refusals that several calls share, in the platform's own words. */
export const refuse = {
  parameter: (field: string) => new Refusal(40035, `不合法的参数: ${field}`),
  required: (field: string) => new Refusal(400002, `参数 ${field} 不能为空`),
  noUser: () => new Refusal(60121, '找不到该用户'),
  noDepartment: () => new Refusal(60003, '部门不存在'),
  oldQps: () =>
    new Refusal(88, 'ding talk error[subcode=90018,submsg=您的企业应用调用当前接口的所有请求都被暂时禁用了]', 200, {
      sub_code: '90018',
      sub_msg: '您的企业应用调用当前接口的所有请求都被暂时禁用了',
    }),
  newQps: () =>
    new Refusal(
      'Forbidden.AccessDenied.QpsLimitForAppkeyAndApi',
      '您的企业应用调用当前接口的所有请求都被暂时禁用了',
      403,
    ),
  oldQuota: () => new Refusal(90020, '您的企业当月接口调用次数已达上限'),
  newQuota: () => new Refusal('Forbidden.AccessDenied.ApiCountLimitForOrg', '您的企业当月接口调用次数已达上限', 403),
} as const;
