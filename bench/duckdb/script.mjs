// node script.mjs DATABASE-OPTIONS-AS-JSON < SQL: runs the statements, prints the rows of the last as JSON.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const { DuckDBInstance } = createRequire(process.cwd() + '/')('@duckdb/node-api');
const instance = await DuckDBInstance.create(':memory:', JSON.parse(process.argv[2]));
const connection = await instance.connect();
const result = await connection.runAndReadAll(readFileSync(0, 'utf8'));
console.log(JSON.stringify(result.getRows().map((row) => row.map(String))));
