#include "places.h"

#include <string.h>

static const struct place counties[] = {
	{"360732", "362133", "兴国县", 84}, {"360702", "362101", "章贡区", 90}, {"360783", "360727", "龙南市", 34},
	{"360703", "360782", "南康区", 88}, {"360704", "360721", "赣县区", 64}, {"360722", "362123", "信丰县", 74},
	{"360723", "362124", "大余县", 30}, {"360724", "362125", "上犹县", 32}, {"360725", "362126", "崇义县", 22},
	{"360726", "362127", "安远县", 40}, {"360728", "362129", "定南县", 22}, {"360729", "362130", "全南县", 20},
	{"360730", "362131", "宁都县", 82}, {"360731", "362132", "于都县", 108}, {"360733", "362135", "会昌县", 52},
	{"360734", "362136", "寻乌县", 32}, {"360735", "362137", "石城县", 32}, {"360781", "362134", "瑞金市", 70},
};
static const struct place city_office = {"360700", "362100", "赣州市", 24};

const struct place *place_at(const struct world *w, int agency)
{
	return agency == w->agency_count - 1 ? &city_office : &counties[agency];
}

int place_number(const struct world *w, const char *code)
{
	int agency = 0;
	while (strcmp(place_at(w, agency)->code, code))
		agency++;
	return agency;
}

const char *place_cell(const struct world *w, int agency, int style)
{
	const struct place *p = place_at(w, agency);
	return style == 0 ? p->code : style == 1 ? p->old_code : p->label;
}

const char *fund_code(int fund)
{
	return fund_cell(fund, 0);
}

const char *fund_cell(int fund, int style)
{
	static const char *const cells[3][FUND_COUNT] = {
		{"110", "120", "170", "210", "410", "410"},
		{"110", "120", "150", "210", "410", "410"},
		{"企业职工基本养老保险", "机关事业单位基本养老保险", "城乡居民基本养老保险", "失业保险", "工伤保险", "工伤保险"},
	};
	return cells[style][fund];
}

const char *item_name(int fund, int item)
{
	static const char *const items[FUND_COUNT][ITEM_LIMIT] = {
		{"基础养老金", "个人账户养老金", "过渡性养老金", "历年调待增资"},
		{"基本退休费", "退休补贴", "历年调待增资", "护理费"},
		{"基础养老金-中央", "个人账户养老金", "基础养老金-省级", "基础养老金-县级"},
		{"失业保险金", "价格临时补贴", NULL, NULL},
		{"伤残津贴", "生活护理费", "伤残津贴差额", NULL},
		{"供养亲属抚恤金", NULL, NULL, NULL},
	};
	static const char *const lump[FUND_COUNT] = {
		"一次性补发养老金", "一次性补发退休费", "一次性补发城乡居保待遇", "一次性失业补助金", "一次性工亡补助金", "一次性补发抚恤金"};
	if (item == ITEM_FUNERAL)
		return "丧葬补助金";
	return item == ITEM_LUMP ? lump[fund] : items[fund][item];
}

const char *pay_state_cell(int state, int style)
{
	static const char *const cells[3][4] = {
		{"0", "1", "2", "3"},
		{"待支付", "已支付", "支付失败", "已核销"},
		{"pending", "paid", "failed", "written-off"},
	};
	return cells[style][state];
}

const char *person_state_cell(int state, int style)
{
	static const char *const cells[3][3] = {
		{"1", "2", "3"}, {"正常待遇", "暂停待遇", "终止待遇"}, {"normal", "paused", "stopped"},
	};
	return cells[style][state];
}

/* Mode 0 is an empty cell: some systems do not say how a check was made. */
const char *mode_cell(int mode, int style)
{
	static const char *const cells[3][6] = {
		{"", "01", "02", "03", "04", "05"},
		{"", "经办机构现场", "电话", "手机应用", "自助终端", "其他"},
		{"", "1", "2", "3", "4", "5"},
	};
	return cells[style][mode];
}
