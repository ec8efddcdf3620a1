#include "names.h"

#include <stdio.h>
#include <string.h>

struct family { const char *name; int weight; };

/* Weighted towards the families of southern Jiangxi. */
static const struct family families[] = {
	{"刘", 95}, {"李", 60}, {"王", 50}, {"陈", 62}, {"黄", 66}, {"张", 52}, {"谢", 52}, {"曾", 50}, {"钟", 48},
	{"赖", 44}, {"肖", 36}, {"廖", 36}, {"邱", 30}, {"温", 26}, {"郭", 26}, {"杨", 26}, {"朱", 22}, {"胡", 22},
	{"何", 20}, {"吴", 24}, {"周", 22}, {"罗", 26}, {"林", 20}, {"邓", 18}, {"叶", 18}, {"彭", 14}, {"徐", 14},
	{"孙", 12}, {"蓝", 12}, {"蔡", 10}, {"袁", 10}, {"欧阳", 10}, {"赵", 12}, {"宋", 8}, {"许", 8}, {"韩", 8},
	{"冯", 6}, {"曹", 6}, {"梁", 8}, {"郑", 8}, {"余", 8}, {"卢", 8}, {"潘", 6}, {"田", 5}, {"董", 5},
	{"范", 6}, {"汪", 5}, {"方", 6}, {"石", 4}, {"姚", 4}, {"熊", 5}, {"江", 5}, {"尹", 3}, {"龚", 4},
	{"凌", 3}, {"管", 3}, {"幸", 2}, {"丘", 2}, {"上官", 2}, {"诸葛", 1},
	/* placeholders of the two rare shapes below */
	{"麦麦提", 0}, {"阿依夏", 0},
};

static const char *const male[] = {
	"明", "华", "国", "文", "生", "荣", "福", "贵", "林", "发", "建", "平", "德", "金", "春", "光", "祥", "良", "东", "海",
	"军", "志", "强", "忠", "水", "根", "火", "木", "土", "石", "才", "财", "有", "庆", "昌", "盛", "富", "长", "远", "洪",
	"清", "运", "辉", "波", "涛", "勇", "武", "学", "先", "仁", "义", "礼", "信", "炳", "传", "万", "世", "家", "兴", "隆",
};
static const char *const female[] = {
	"秀", "英", "兰", "香", "凤", "莲", "桂", "珍", "玉", "梅", "金", "春", "花", "菊", "连", "招", "娣", "芳", "红", "霞",
	"美", "素", "云", "月", "娥", "群", "翠", "冬", "秋", "夏", "福", "水", "女", "妹", "姑", "贞", "淑", "惠", "琴", "萍",
};
/* 䶮 is FE9F in GB18030 and not in GBK; 㛃 has four bytes; 弢 瑋 巪 end in 0x7C, 昞 玕 in 0x5C, as | and \ do. */
static const char *const rare[] = {"䶮", "㛃", "弢", "瑋", "昞", "玕", "巪", "弢", "瑋", "堃", "喆", "燚"};

#define COUNT(array) ((unsigned)(sizeof(array) / sizeof((array)[0])))
#define FAMILY_DRAWN (COUNT(families) - 2)
#define MALE_COUNT COUNT(male)
#define FEMALE_COUNT COUNT(female)
#define RARE_FIRST (MALE_COUNT + FEMALE_COUNT)

static const char *given(uint16_t at)
{
	if (at < MALE_COUNT)
		return male[at];
	return at < RARE_FIRST ? female[at - MALE_COUNT] : rare[at - RARE_FIRST];
}

static uint16_t draw_given(enum sex sex, struct rng *r)
{
	if (sex == SEX_MALE)
		return (uint16_t)rng_below(r, MALE_COUNT);
	return (uint16_t)(MALE_COUNT + rng_below(r, FEMALE_COUNT));
}

static uint16_t draw_family(struct rng *r)
{
	static int total;
	if (!total)
		for (unsigned i = 0; i < FAMILY_DRAWN; i++)
			total += families[i].weight;
	int left = (int)rng_below(r, (uint32_t)total);
	unsigned i = 0;
	while ((left -= families[i].weight) >= 0)
		i++;
	return (uint16_t)i;
}

void name_draw(struct person *p, struct rng *r, uint32_t rare_per_mille)
{
	p->family = draw_family(r);
	p->given_a = draw_given(p->sex, r);
	p->given_b = rng_chance(r, 250) ? NO_CHARACTER : draw_given(p->sex, r);
	if (rng_chance(r, rare_per_mille))
		p->given_b = (uint16_t)(RARE_FIRST + rng_below(r, COUNT(rare)));
	if (rng_chance(r, rare_per_mille / 3))
		p->family = (uint16_t)(FAMILY_DRAWN + (p->sex == SEX_FEMALE));
}

void name_unheard(struct person *p, uint32_t number)
{
	p->family = FAMILY_DRAWN;
	p->given_a = (uint16_t)(number % RARE_FIRST);
	p->given_b = (uint16_t)(RARE_FIRST + number / RARE_FIRST % COUNT(rare));
}

bool name_is_rare(const struct person *p)
{
	return p->family >= FAMILY_DRAWN || (p->given_b != NO_CHARACTER && p->given_b >= RARE_FIRST);
}

static size_t add(char *out, size_t n, const char *part)
{
	size_t length = strlen(part);
	memcpy(out + n, part, length);
	return n + length;
}

static size_t spell_plain(char *out, const struct person *p, const char *between)
{
	size_t n = add(out, 0, families[p->family].name);
	n = add(out, n, p->family >= FAMILY_DRAWN ? between : "");
	n = add(out, n, given(p->given_a));
	if (p->given_b != NO_CHARACTER)
		n = add(out, n, given(p->given_b));
	out[n] = 0;
	return n;
}

/* The same name as other systems write it: another dot, a blank inside, blanks behind. */
static size_t spell_blank(char *out, const struct person *p, uint64_t random)
{
	static const char *const blank[] = {" ", "　", "  "};
	static const char *const dot[] = {"•", "・", "．", ".", "‧"};
	if (p->family >= FAMILY_DRAWN)
		return spell_plain(out, p, dot[random % COUNT(dot)]);
	size_t n = add(out, 0, families[p->family].name);
	if (p->given_b == NO_CHARACTER)
		n = add(out, n, blank[random % 3]);
	n = add(out, n, given(p->given_a));
	if (p->given_b != NO_CHARACTER)
		n = add(out, n, given(p->given_b));
	n = add(out, n, blank[random / 8 % 3]);
	out[n] = 0;
	return n;
}

/* The last character could not be written by some system on the way. */
static size_t spell_lost(char *out, const struct person *p)
{
	size_t n = spell_plain(out, p, "·");
	while ((out[--n] & 0xC0) == 0x80)
		;
	out[n++] = '?';
	out[n] = 0;
	return n;
}

/* The same name in traditional characters and with GBK's private code point for 䶮. */
static size_t spell_variant(char *out, const struct person *p)
{
	static const char *const variant[][2] = {
		{"刘", "劉"}, {"陈", "陳"}, {"黄", "黃"}, {"张", "張"}, {"谢", "謝"}, {"钟", "鍾"}, {"赖", "賴"}, {"温", "溫"}, {"杨", "楊"},
		{"吴", "吳"}, {"罗", "羅"}, {"邓", "鄧"}, {"叶", "葉"}, {"孙", "孫"}, {"蓝", "藍"}, {"赵", "趙"}, {"许", "許"}, {"韩", "韓"},
		{"华", "華"}, {"国", "國"}, {"荣", "榮"}, {"贵", "貴"}, {"东", "東"}, {"军", "軍"}, {"强", "強"}, {"财", "財"}, {"长", "長"},
		{"兰", "蘭"}, {"凤", "鳳"}, {"莲", "蓮"}, {"红", "紅"}, {"云", "雲"}, {"䶮", "\xEE\xA1\xA3"},
	};
	size_t n = spell_plain(out, p, "·");
	for (size_t at = 0; at < n; at++)
		for (size_t v = 0; v < COUNT(variant); v++)
			if (!memcmp(out + at, variant[v][0], 3))
				memcpy(out + at, variant[v][1], 3);
	return n;
}

size_t name_spell(char *out, const struct person *p, enum name_spelling how, uint64_t random)
{
	struct person other = *p;
	switch (how) {
	case NAME_NULL:
		out[0] = 0;
		return 0;
	case NAME_BLANK:
		return spell_blank(out, p, random);
	case NAME_ALMOST: /* one character is another one of the same list */
		other.given_a = (uint16_t)(p->given_a == 0 ? 1 : p->given_a == MALE_COUNT ? p->given_a + 1 : p->given_a - 1);
		return spell_plain(out, &other, "·");
	case NAME_LOST:
		return spell_lost(out, p);
	case NAME_VARIANT:
		return spell_variant(out, p);
	case NAME_OTHER:
		other.family = (uint16_t)((p->family + 7) % FAMILY_DRAWN);
		other.given_a = (uint16_t)((p->given_a + 11) % MALE_COUNT);
		return spell_plain(out, &other, "·");
	default:
		return spell_plain(out, p, "·");
	}
}

const char *clerk_name(int agency, unsigned number)
{
	static const char *const clerks[] = {
		"谢小红", "刘志勇", "曾丽", "钟建华", "赖春梅", "黄海燕", "温国平", "邱敏", "廖晓东", "肖玉兰", "陈立新", "罗文斌",
		"何丽娟", "朱伟", "郭春生", "邓小玲", "叶青", "胡俊", "彭芳", "林志军", "宋倩", "许国庆", "余静", "卢斌", "范晓燕",
	};
	return clerks[((unsigned)agency * 7 + number) % COUNT(clerks)];
}

const char *town_name(unsigned number)
{
	static const char *const towns[] = {
		"城关镇", "长冈乡", "江背镇", "古龙岗镇", "梅窖镇", "高兴镇", "良村镇", "龙口镇", "杰村乡", "崇贤乡", "埠头乡",
		"永丰镇", "水南街道", "沙石镇", "沙河镇", "湖边镇", "潭东镇", "里仁镇", "杨村镇", "渡江镇", "桃江乡", "东江乡",
	};
	return towns[number % COUNT(towns)];
}

size_t employer_name(char *out, size_t size, unsigned number)
{
	static const char *const shapes[] = {
		"赣州%s商贸有限公司", "赣州市%s建筑劳务有限公司", "%s\"客家人家\"餐饮店", "江西%s电子科技有限公司",
		"赣州%s服饰有限公司,兴国分公司", "%s超市（个体;城关店）", "赣州%s家具厂", "%s\n物流有限公司", "江西%s脐橙专业合作社",
	};
	static const char *const words[] = {
		"鑫源", "宏达", "顺发", "金桥", "百汇", "赣南", "红土", "阳明", "贡江", "章水", "客源", "长征", "瑞丰", "明珠", "兴旺",
	};
	char word[32];
	const char *w = words[number / COUNT(shapes) % COUNT(words)];
	snprintf(word, sizeof word, "%s%s", w, words[(number / 31 + number) % COUNT(words)]);
	int n = snprintf(out, size, shapes[number % COUNT(shapes)], word);
	return (size_t)n;
}
