-- `pay` is the file itself, read once for each query, types detected by DuckDB.
CREATE MACRO key(id) AS {key};
CREATE VIEW pay AS SELECT "社会保障号码" AS id, "险种" AS fund, "对应费款所属期" AS month, ("金额"::DECIMAL(12, 2) * 100)::BIGINT AS amount, "银行账号" AS account
	FROM read_csv('{payment}') WHERE "支付状态" = 1;
