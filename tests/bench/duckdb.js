// SPDX-License-Identifier: MIT
// A log as a table of DuckDB: node duckdb.js KIND FILE. Says how many rows have a time.
const { DuckDBInstance } = require("@duckdb/node-api");

// Whole lines: columns are split by a byte that no log has.
const whole = (path) => `read_csv('${path}', columns = {'line': 'VARCHAR'}, delim = '\x01',
	quote = '', escape = '', header = false, auto_detect = false)`;

const nginx =
	'^(\\S+) \\S+ (\\S+) \\[([^\\]]+)\\] "(\\S+) (\\S+) [^"]*" (\\d+) (\\d+) "([^"]*)" "([^"]*)"';
const fortigate =
	'^date=(\\S+ time=\\S+) devname="([^"]*)" devid="[^"]*" eventtime=\\d+ tz="[^"]*"' +
	' logid="(\\d+)" type="(\\w+)" subtype="(\\w+)" level="(\\w+)" vd="[^"]*" srcip=(\\S+)' +
	' srcport=(\\d+) srcintf="[^"]*" srcintfrole="[^"]*" dstip=(\\S+) dstport=(\\d+)' +
	' dstintf="[^"]*" dstintfrole="[^"]*" sessionid=\\d+ proto=\\d+ action="(\\w+)"' +
	' policyid=(\\d+) policytype="[^"]*" service="([^"]*)" trandisp="[^"]*" duration=(\\d+)' +
	" sentbyte=(\\d+) rcvdbyte=(\\d+)";

// The FortiGate line split at blanks, without a regular expression: it has 32 pairs, in one order.
const pairs = (path) => `read_csv('${path}', columns = {${Array.from({ length: 32 },
	(_, i) => `'p${i + 1}': 'VARCHAR'`)}}, delim = ' ', quote = '', escape = '', header = false,
	auto_detect = false)`;
const value = (i) => `trim(split_part(p${i}, '=', 2), '"')`;

const selects = {
	// One regular expression, strptime, integers.
	nginx: (path) => `SELECT f.client, strptime(f.at, '%d/%b/%Y:%H:%M:%S %z') AS "at",
		f.method, f.path, f.status::INTEGER AS status, f.bytes::BIGINT AS bytes, f.agent
		FROM (SELECT regexp_extract(line, '${nginx}',
		['client', 'user', 'at', 'method', 'path', 'status', 'bytes', 'referer', 'agent']) AS f
		FROM ${whole(path)})`,
	fortigate: (path) => `SELECT strptime(f.at, '%Y-%m-%d time=%H:%M:%S') AS "at", f.devname,
		f.logid, f.type, f.subtype, f.level, f.srcip, f.srcport::INTEGER AS srcport, f.dstip,
		f.dstport::INTEGER AS dstport, f.action, f.policyid::INTEGER AS policyid, f.service,
		f.duration::INTEGER AS duration, f.sentbyte::BIGINT AS sentbyte,
		f.rcvdbyte::BIGINT AS rcvdbyte
		FROM (SELECT regexp_extract(line, '${fortigate}',
		['at', 'devname', 'logid', 'type', 'subtype', 'level', 'srcip', 'srcport', 'dstip',
		'dstport', 'action', 'policyid', 'service', 'duration', 'sentbyte', 'rcvdbyte']) AS f
		FROM ${whole(path)})`,
	"fortigate-split": (path) => `SELECT
		strptime(p1 || ' ' || p2, 'date=%Y-%m-%d time=%H:%M:%S') AS "at", ${value(3)} AS devname,
		${value(7)} AS logid, ${value(8)} AS type, ${value(9)} AS subtype, ${value(10)} AS level,
		${value(12)} AS srcip, ${value(13)}::INTEGER AS srcport, ${value(16)} AS dstip,
		${value(17)}::INTEGER AS dstport, ${value(22)} AS action,
		${value(23)}::INTEGER AS policyid, ${value(25)} AS service,
		${value(27)}::INTEGER AS duration, ${value(28)}::BIGINT AS sentbyte,
		${value(29)}::BIGINT AS rcvdbyte FROM ${pairs(path)}`,
	json: (path) => `SELECT time AS "at", level, host, remote_addr, request_method, request_uri,
		status, body_bytes_sent, request_time, http_user_agent
		FROM read_json('${path}', format = 'newline_delimited', columns = {
		time: 'TIMESTAMP', level: 'VARCHAR', host: 'VARCHAR', remote_addr: 'VARCHAR',
		request_method: 'VARCHAR', request_uri: 'VARCHAR', status: 'INTEGER',
		body_bytes_sent: 'BIGINT', request_time: 'DOUBLE', http_user_agent: 'VARCHAR'})`,
};

async function load(kind, path) {
	const database = await DuckDBInstance.create(":memory:");
	const connection = await database.connect();
	await connection.run(`CREATE TABLE log AS ${selects[kind](path)}`);
	const counted = await connection.runAndReadAll(`SELECT count("at") AS stamps FROM log`);
	console.log(counted.getRowObjectsJson()[0].stamps);
}

load(process.argv[2], process.argv[3]).catch((failure) => {
	console.error(failure.message);
	process.exit(1);
});
