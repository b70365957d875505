// SPDX-License-Identifier: MIT
// The nginx combined log as a table of DuckDB: one regular expression, strptime, integers.
const { DuckDBInstance } = require("@duckdb/node-api");
const expression =
	'^(\\S+) \\S+ (\\S+) \\[([^\\]]+)\\] "(\\S+) (\\S+) [^"]*" (\\d+) (\\d+) "([^"]*)" "([^"]*)"';

async function load(path) {
	const database = await DuckDBInstance.create(":memory:");
	const connection = await database.connect();
	await connection.run(
		`CREATE TABLE request AS SELECT f.client, strptime(f.at, '%d/%b/%Y:%H:%M:%S %z') AS "at",
		f.method, f.path, f.status::INTEGER AS status, f.bytes::BIGINT AS bytes, f.agent
		FROM (SELECT regexp_extract(line, '${expression}',
		['client', 'user', 'at', 'method', 'path', 'status', 'bytes', 'referer', 'agent']) AS f
		FROM read_csv('${path}', columns = {'line': 'VARCHAR'}, delim = '\\x01',
		quote = '', escape = '', header = false, auto_detect = false))`,
	);
	const counted = await connection.runAndReadAll(
		`SELECT version() AS version, count(*) AS lines, count("at") AS stamps FROM request`,
	);
	console.log(counted.getRowObjectsJson());
}

load(process.argv[2]).catch((failure) => {
	console.error(failure.message);
	process.exit(1);
});
