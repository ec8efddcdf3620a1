/* ledger.csv, 疑点数据核查工作台账: one row per case, with what a run knows; the rest is for those who verify.
 * Where the usual form puts several facts into one cell (月份起止, 告知书文号/送达日期/退款期限, 移送, 要情), each has a cell of its own, so that
 * a returned sheet can be checked cell by cell. */
#include <stdlib.h>

#include "report/output.h"

static const char headings[] = "疑点编号,批次号,规则编号/版本,疑点类型,来源,险种,统筹区,经办机构,乡镇/村,姓名,社会保障号码/主体,匹配等级,待遇项目,外部记录,"
			       "疑点月份起,疑点月份止,疑点月数,疑点金额,初判类别,处理方式,送达,下发日期,核查期限,期限出处,到期没有结果,另须办理,核查方式,核查人1,核查人2,核查日期,是否属实,核实类别,"
			       "核实事实/不属实原因,停发/暂停年月,告知书文号,送达日期,退款期限,应追回,已追回,抵扣,分期,未追回,移送部门,移送日期,失信情形,"
			       "要情级别,要情报送日期,经办人,复核人,审核状态,上级审核意见,销号日期,销号人,依据材料,备注";

struct writer {
	const struct report *report;
	struct csv_out csv;
	struct arena arena;
	struct buffer text;
};

static void put_built(struct writer *writer)
{
	csv_text(&writer->csv, buffer_span(&writer->text));
	writer->text.size = 0;
}

static void put_rules(struct writer *writer, const struct case_file *file)
{
	for (uint32_t part = 0; part < file->part_count; part++)
		buffer_format(&writer->text, "%s%.*s/%lld", part ? "；" : "", SPAN_ARG(file->part[part].rule->rule->id),
			      (long long)file->part[part].rule->rule->version);
	put_built(writer);
}

/* ---- 外部记录: rows of other tables that the rules matched, as a person would cite them ---- */

static const struct table *partner_table(const struct report *report, const struct evidence_line *line)
{
	if (line->slot == SLOT_FROM || line->stage->match[line->slot - 1].source.kind != SOURCE_TABLE)
		return NULL;
	return report->plan->table[line->stage->match[line->slot - 1].source.number];
}

/* The number of the person is in its own cell already. */
static const struct column_spec *shown_column(const struct table *table, const struct row_value *value, uint32_t slot)
{
	const struct node *node = value->node;
	if (!value->label || node->kind != NODE_COLUMN || value->slot != slot || node->type == TYPE_ID || node->column >= table->spec->column_count)
		return NULL;
	return &table->spec->column[node->column];
}

static void cite_values(const struct report *report, const struct table *table, const struct evidence_line *line, struct buffer *out)
{
	const uint8_t *packed = line->values;
	const char *between = "：";
	for (uint32_t at = 0; at < line->stage->value_count; at++) {
		const struct row_value *kept = &line->stage->value[at];
		struct span raw;
		struct value value = packed_next(&packed, kept->node->type, &raw);
		const struct column_spec *column = shown_column(table, kept, line->slot);
		if (!column || value.cell != CELL_VALUE)
			continue;
		struct buffer text = BUFFER_INIT;
		value_text(value, kept->node->type, report->plan->symbols, &text);
		buffer_format(out, "%s%s%.*s", between, column->title, SPAN_ARG(dictionary_label(column->dictionary, buffer_span(&text))));
		buffer_free(&text);
		between = "、";
	}
}

/* Nothing is said of a row of which the rule shows nothing: it was consulted, and evidence.csv has it. */
static void cite(const struct report *report, const struct table *table, const struct evidence_line *line, struct buffer *out)
{
	struct buffer record = BUFFER_INIT;
	buffer_format(&record, "%s %.*s 第%llu行", table->spec->title, SPAN_ARG(place_file(report, line->place)),
		      (unsigned long long)line->place.line);
	bool said = out->size && memmem(out->data, out->size, record.data, record.size);
	size_t place = record.size;
	cite_values(report, table, line, &record);
	if (!said && record.size > place)
		buffer_format(out, "%s%.*s", out->size ? "；" : "", SPAN_ARG(buffer_span(&record)));
	buffer_free(&record);
}

static void put_partners(struct writer *writer, const struct case_file *file)
{
	enum { CITED_MAX = 3 };
	for (uint32_t part = 0; part < file->part_count; part++) {
		struct evidence_lines lines = evidence_lines(writer->report, file->part[part].group, &writer->arena);
		uint32_t partners = 0;
		for (uint32_t at = 0; at < lines.count; at++) {
			const struct table *table = partner_table(writer->report, &lines.line[at]);
			if (table && partners++ < CITED_MAX)
				cite(writer->report, table, &lines.line[at], &writer->text);
		}
		if (partners > CITED_MAX)
			buffer_format(&writer->text, "等%u条，见evidence.csv", partners);
	}
	put_built(writer);
	arena_reset(&writer->arena);
}

/* ---- rows ---- */

static void put_who(struct writer *writer, const struct case_file *file)
{
	const struct report *report = writer->report;
	csv_text(&writer->csv, label_fund(report, file->fund));
	csv_text(&writer->csv, label_county(report, file->county));
	csv_empty(&writer->csv, 2); /* 经办机构 乡镇/村 */
	case_name(report, file, &writer->text);
	put_built(writer);
	case_key_cell(&writer->csv, file);
	csv_text(&writer->csv, (struct span){&file->grade, file->grade != 0});
	csv_empty(&writer->csv, 1); /* 待遇项目 */
}

static void put_class(struct writer *writer, const struct case_file *file)
{
	buffer_format(&writer->text, "%s %.*s", rule_class_names[file->class],
		      SPAN_ARG(writer->report->plan->set->class[file->class].title));
	put_built(writer);
}

static void write_case(struct writer *writer, const struct case_file *file)
{
	struct csv_out *csv = &writer->csv;
	csv_text(csv, span_of(file->number));
	csv_day(csv, writer->report->as_of); /* a batch is what one as-of date found */
	put_rules(writer, file);
	case_titles(file, &writer->text);
	put_built(writer);
	csv_text(csv, writer->report->agency->city ? SPAN("上级下发") : SPAN("自查"));
	put_who(writer, file);
	put_partners(writer, file);
	case_money_cells(csv, file);
	put_class(writer, file);
	csv_text(csv, label_action(writer->report, file->action));
	csv_text(csv, file->handling->send);
	csv_empty(csv, 1); /* 下发日期 */
	csv_day(csv, file->deadline);
	deadline_note(file->handling, file->deadline_unknown_year, &writer->text);
	put_built(writer);
	csv_text(csv, file->handling->next);
	case_also(file, &writer->text);
	put_built(writer);
	csv_empty(csv, 11); /* 核查方式 … 退款期限 */
	if (file->month_count)
		csv_money(csv, file->due);
	else
		csv_empty(csv, 1);
	csv_empty(csv, 17); /* 已追回 … 备注 */
	csv_row_end(csv);
}

enum status write_ledger_csv(const struct report *report, const char *path, struct err *err)
{
	struct writer writer = {.report = report};
	enum status status = csv_create(&writer.csv, path, CSV_PEOPLE, headings, err);
	if (status != STATUS_OK)
		return status;
	for (uint32_t at = 0; at < report->cases->case_count; at++)
		write_case(&writer, &report->cases->file[at]);
	buffer_free(&writer.text);
	arena_free(&writer.arena);
	return csv_close(&writer.csv, STATUS_OK, err);
}
