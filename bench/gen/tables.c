#include "tables.h"

#define ID {{"id", "社会保障号码", "AAC002", "SFZHM"}, false}
#define NAME {{"name", "姓名", "AAC003", "XM"}, false}
#define SEX {{"sex", "性别", "AAC004", "XB"}, false}
#define BIRTH {{"birth", "出生日期", "AAC006", "CSRQ"}, false}
#define FUND {{"fund", "险种", "AAE140", "XZDM"}, false}
#define COUNTY {{"county", "行政区划", "AAB301", "XZQHDM"}, false}
#define OPERATOR {{"operator", "经办人", "AAE011", "JBR"}, false}
#define HANDLED {{"handled_on", "经办时间", "AAE036", "JBSJ"}, true}
#define ACCOUNT {{"account", "银行账号", "AAE010", "YHZH"}, false}
#define USCC {{"uscc", "统一社会信用代码", "AAB006", "SHXYDM"}, false}
#define UNIT_NAME {{"name", "单位名称", "AAB004", "DWMC"}, false}

const struct table_def tables[TABLE_COUNT] = {
	[TABLE_PAYMENT] = {"payment", 17, PAY_AMOUNT, {
		ID, NAME, FUND,
		{{"item", "待遇项目", "AAA036", "DYXM"}, false},
		{{"for_month", "对应费款所属期", "AAE003", "SSQ"}, false},
		{{"paid_month", "发放年月", "AAE002", "FFNY"}, false},
		{{"paid_on", "到账日期", "AAB191", "DZRQ"}, false},
		{{"amount", "金额", "AAE019", "JE(元)"}, false},
		{{"state", "支付状态", "AAE088", "ZT"}, false},
		COUNTY,
		{{"agency", "经办机构", "AAB034", "JBJG"}, true},
		ACCOUNT,
		{{"account_name", "户名", "AAE009", "HM"}, false},
		{{"card", "社保卡标志", "AAE617", "SBKBZ"}, false},
		OPERATOR, HANDLED,
		{{"reviewer", "复核人", "AAE015", "FHR"}, false}}},
	[TABLE_PERSON] = {"person", 15, PER_MONTHLY, {
		ID, NAME, SEX, BIRTH, FUND, COUNTY,
		{{"state", "待遇发放状态", "AAE116", "DYZT"}, false},
		{{"benefit_from", "待遇开始时间", "AIC160", "DYKSNY"}, false},
		{{"stopped_from", "终止年月", "AIC301", "ZZNY"}, false},
		{{"monthly", "月待遇标准", "AAE129", "YDYBZ"}, false},
		ACCOUNT,
		{{"town", "乡镇", "AAF013", "XZ"}, false},
		{{"village", "村组", "AAF102", "CZ"}, true},
		OPERATOR, HANDLED}},
	[TABLE_DEATH] = {"death", 8, DEA_DATE, {
		ID, NAME, SEX,
		{{"birth", "出生日期", "AAC006", "CSNYR"}, false},
		{{"date", "死亡日期", "AAE138", "SWRQ"}, false},
		{{"source", "数据来源", "来源", "SJLY"}, false},
		{{"certificate", "死亡证明编号", "AAC053", "ZMBH"}, false},
		{{"registered_on", "登记日期", "上报日期", "DJRQ"}, false}}},
	[TABLE_CREMATION] = {"cremation", 7, CRE_DATE, {
		ID, NAME, SEX,
		{{"date", "火化日期", "火化时间", "HHKSSJ"}, false},
		{{"died_on", "死亡日期", "AAE138", "SWRQ"}, false},
		{{"certificate", "火化证号", "AAC051", "HHZH"}, false},
		{{"place", "殡仪馆", "火化单位", "BYG"}, false}}},
	[TABLE_CUSTODY] = {"custody", 8, CUS_FROM, {
		ID, NAME,
		{{"alias", "别名", "曾用名", "BMCH"}, false},
		{{"kind", "刑罚种类", "判决结果", "XFZL"}, false},
		{{"from", "收押日期", "刑期开始", "XQQR"}, false},
		{{"until", "释放日期", "刑期结束", "XQZR"}, false},
		{{"facility", "羁押场所", "监所名称", "JYCS"}, false},
		{{"document", "法律文书号", "文书号", "FLWSH"}, false}}},
	[TABLE_ALIVE_CHECK] = {"alive_check", 7, CHE_ON, {
		ID, NAME,
		{{"checked_on", "认证日期", "AAE230", "RZSJ"}, false},
		{{"mode", "认证方式", "AAC098", "RZFS"}, false},
		{{"passed", "认证结果", "AAC097", "RZJG"}, false},
		OPERATOR,
		{{"phone", "联系电话", "AAE005", "LXDH"}, false}}},
	[TABLE_EMPLOYER] = {"employer", 6, EMP_STAFF, {
		USCC, UNIT_NAME,
		{{"founded_on", "成立日期", "登记日期", "CLRQ"}, false},
		{{"staff", "用工人数", "从业人数", "YGRS"}, false},
		{{"state", "登记状态", "经营状态", "DJZT"}, false},
		COUNTY}},
	[TABLE_ENROLMENT] = {"enrolment", 6, ENR_ON, {
		USCC,
		{{"unit", "单位编号", "AAB001", "DWBH"}, false},
		UNIT_NAME,
		{{"registered_on", "参保登记日期", "AAC030", "CBRQ"}, false},
		{{"state", "单位参保状态", "AAB051", "CBZT"}, false},
		COUNTY}},
	[TABLE_ACCOUNT] = {"account", 7, ACC_BALANCE, {
		ID, FUND, COUNTY,
		{{"balance", "账户余额", "账户储存额", "ZHYE"}, false},
		{{"subsidy", "政府补贴余额", "政府补贴", "ZFBT"}, false},
		{{"lump_sum", "一次性待遇", "一次性待遇金额", "YCXDY"}, false},
		{{"at", "余额日期", "截止日期", "YERQ"}, false}}},
	[TABLE_NOTICE] = {"notice", 8, NOT_AMOUNT, {
		ID, NAME, FUND, COUNTY,
		{{"number", "文号", "告知书文号", "GZSWH"}, false},
		{{"served_on", "送达日期", "送达时间", "SDRQ"}, false},
		{{"due_on", "退款期限", "限期", "TKQX"}, false},
		{{"amount", "应退金额", "AAE427", "YTJE"}, false}}},
	[TABLE_REFUND] = {"refund", 8, REF_AMOUNT, {
		ID, NAME, FUND, COUNTY,
		{{"received_on", "到账日期", "退款日期", "DZRQ"}, false},
		{{"amount", "退回金额", "AAE425", "THJE"}, false},
		{{"kind", "方式", "退回方式", "FS"}, false},
		{{"notice", "告知书文号", "文号", "GZSWH"}, false}}},
	[TABLE_CONTRIBUTION] = {"contribution", 10, CON_AMOUNT, {
		ID, NAME,
		{{"unit", "单位编号", "AAB001", "DWBH"}, false},
		FUND,
		{{"for_month", "费款所属期", "AAE003", "SSQ"}, false},
		{{"paid_month", "结算期", "AAE002", "JSQ"}, false},
		{{"base", "缴费基数", "AAE180", "JFJS"}, false},
		{{"amount", "缴费金额", "AAE019", "JFJE"}, false},
		{{"kind", "缴费类型", "AAA115", "JFLX"}, false},
		COUNTY}},
	[TABLE_CHANGE] = {"change", 8, CHA_ON, {
		ID,
		{{"field", "变更项目", "AAC050", "BGXM"}, false},
		{{"old", "变更前信息", "AAE123", "BGQ"}, false},
		{{"new", "变更后信息", "AAE124", "BGH"}, false},
		{{"changed_on", "变更日期", "AAE035", "BGRQ"}, false},
		OPERATOR,
		{{"channel", "修改途径", "变更来源", "XGTJ"}, false},
		COUNTY}},
	[TABLE_INJURY] = {"injury", 9, INJ_ALLOWANCE, {
		ID, NAME, COUNTY,
		{{"injured_on", "工伤发生日期", "事故日期", "GSRQ"}, false},
		{{"grade", "伤残等级", "ALA040", "SCDJ"}, false},
		{{"care", "护理等级", "ALC060", "HLDJ"}, false},
		{{"allowance", "伤残津贴标准", "月伤残津贴", "SCJT"}, false},
		{{"died_on", "因工死亡（失踪）日期", "ALC040", "SWRQ"}, false},
		{{"missing", "失踪标志", "下落不明标志", "SZBZ"}, false}}},
	[TABLE_SURVIVOR] = {"survivor", 15, SUR_GRANTED, {
		ID, NAME, SEX, BIRTH,
		{{"deceased", "工亡职工社会保障号码", "死者身份证号", "SZSFZ"}, false},
		{{"relation", "供养关系", "AAE144", "GYGX"}, false},
		{{"disabled", "完全丧失劳动能力", "丧失劳动能力标志", "SNBZ"}, false},
		{{"alone", "孤寡老人或孤儿", "孤寡标志", "GGBZ"}, false},
		{{"granted_on", "核定日期", "供养起始日期", "HDRQ"}, false},
		{{"granted", "核定月抚恤金", "核定额", "HDE"}, false},
		{{"wage", "工亡职工本人工资", "亡者月工资", "BRGZ"}, false},
		{{"employed_on", "就业日期", "参加工作日期", "JYRQ"}, false},
		{{"remarried_on", "再婚日期", "再婚登记日期", "ZHRQ"}, false},
		{{"adopted_on", "被收养日期", "收养登记日期", "SYRQ"}, false},
		COUNTY}},
	[TABLE_UNEMPLOYMENT] = {"unemployment", 10, UNE_ON, {
		ID, NAME,
		{{"unemployed_on", "失业时间", "AJC090", "SYSJ"}, false},
		{{"unit", "原单位编号", "AAB001", "DWBH"}, false},
		{{"from", "待遇享受开始年月", "AAE210", "KSNY"}, false},
		{{"until", "待遇终止年月", "AJC056", "ZZNY"}, false},
		{{"actual_months", "实际缴费月数", "AJC071", "SJYS"}, false},
		{{"deemed_months", "视同缴费月数", "AJC001", "STYS"}, false},
		{{"carried_months", "前次剩余月数", "结转月数", "SYYS"}, false},
		COUNTY}},
	[TABLE_RETIREMENT] = {"retirement", 15, RET_ON, {
		ID, NAME, SEX,
		{{"birth", "审批认定出生日期", "AAC006", "CSRQ"}, false},
		FUND,
		{{"kind", "退休类别", "AIC161", "TXLB"}, false},
		{{"age_group", "法定年龄群组", "退休年龄群组", "NLQZ"}, false},
		{{"retired_on", "离退休日期", "AIC162", "TXRQ"}, false},
		{{"started_on", "参加工作日期", "AAC007", "CJGZRQ"}, false},
		{{"contributed_months", "缴费月数", "AAE202", "JFYS"}, false},
		{{"special_kind", "特殊工种类别", "AAC019", "TSGZ"}, false},
		{{"special_months", "特殊工种累计月数", "AAE204", "TSYS"}, false},
		{{"unit", "单位编号", "AAB001", "DWBH"}, true},
		OPERATOR, COUNTY}},
	[TABLE_DEPARTURE] = {"departure", 6, DEP_FROM, {
		ID, NAME,
		{{"kind", "去向", "去向类别", "QX"}, false},
		{{"from", "开始日期", "入伍日期", "KSRQ"}, false},
		{{"until", "结束日期", "退役日期", "JSRQ"}, false},
		{{"source", "数据来源", "来源", "SJLY"}, true}}},
	[TABLE_POST] = {"post", 7, POS_FROM, {
		OPERATOR,
		{{"post", "岗位", "岗位名称", "GW"}, false},
		{{"high_risk", "高风险岗位", "高风险标志", "GFX"}, false},
		{{"formal", "正式人员", "在编标志", "ZB"}, false},
		{{"from", "任职开始日期", "任职日期", "RZRQ"}, false},
		{{"until", "任职结束日期", "离任日期", "LRRQ"}, false},
		COUNTY}},
	[TABLE_FINANCE_TOTAL] = {"finance_total", 5, FIN_AMOUNT, {
		FUND, COUNTY,
		{{"paid_month", "发放年月", "AAE002", "FFNY"}, false},
		{{"rows", "笔数", "支付笔数", "BS"}, false},
		{{"amount", "金额", "AAE019", "JE"}, false}}},
};
