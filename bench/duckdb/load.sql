-- `pay` is a temporary table: one typed load of the columns that rules ask for, the person as {key}.
CREATE MACRO key(id) AS {key};
CREATE TEMP TABLE pay AS SELECT key("社会保障号码") AS id, "险种" AS fund, "对应费款所属期" AS month, ("金额" * 100)::BIGINT AS amount, "银行账号" AS account
	FROM read_csv('{payment}', auto_detect = false, header = false, skip = 1, delim = ',', quote = '"', escape = '"', columns = {
		'社会保障号码': 'VARCHAR', '姓名': 'VARCHAR', '险种': 'SMALLINT', '待遇项目': 'VARCHAR', '对应费款所属期': 'INTEGER', '发放年月': 'VARCHAR',
		'到账日期': 'VARCHAR', '金额': 'DECIMAL(12, 2)', '支付状态': 'TINYINT', '行政区划': 'VARCHAR', '经办机构': 'VARCHAR', '银行账号': 'BIGINT',
		'户名': 'VARCHAR', '社保卡标志': 'VARCHAR', '经办人': 'VARCHAR', '经办时间': 'VARCHAR', '复核人': 'VARCHAR'}) WHERE "支付状态" = 1;
