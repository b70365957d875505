// SPDX-License-Identifier: MIT
// The nginx combined log as a table of DuckDB: one regular expression, strptime, integers.
const duckdb = require("duckdb");
const database = new duckdb.Database(":memory:");
const expression =
	'^(\\S+) \\S+ (\\S+) \\[([^\\]]+)\\] "(\\S+) (\\S+) [^"]*" (\\d+) (\\d+) "([^"]*)" "([^"]*)"';
database.all(
	`CREATE TABLE request AS SELECT f.client, strptime(f.at, '%d/%b/%Y:%H:%M:%S %z') AS at,
	f.method, f.path, f.status::INTEGER AS status, f.bytes::BIGINT AS bytes, f.agent
	FROM (SELECT regexp_extract(line, '${expression}',
	['client', 'user', 'at', 'method', 'path', 'status', 'bytes', 'referer', 'agent']) AS f
	FROM read_csv('${process.argv[2]}', columns = {'line': 'VARCHAR'}, delim = '\\x01',
	quote = '', escape = '', header = false, auto_detect = false))`,
	(failure) => {
		if (failure) {
			console.error(failure.message);
			process.exit(1);
		}
		database.all("SELECT count(*) AS lines FROM request", (_, rows) => console.log(rows));
	},
);
