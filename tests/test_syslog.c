// SPDX-License-Identifier: MIT
/* The syslog envelope comes off, and nothing else does. */
#include "syslog.h"

#include <criterion/criterion.h>
#include <stdlib.h>

struct row {
	const char *line;
	enum envelope_kind kind;
	int32_t pri;
	const char *at, *host, *tag, *pid, *body;
	const char *relay_host; /* NULL: none */
};

static const struct row rows[] = {
	{"pay-1  | 2024-08-07 01:15:00.000 INFO up", ENVELOPE_NONE, -1, "", "", "pay-1", "",
	 "2024-08-07 01:15:00.000 INFO up", NULL},
	{"a table | is no container", ENVELOPE_NONE, -1, "", "", "", "",
	 "a table | is no container", NULL},
	{"name | value", ENVELOPE_NONE, -1, "", "", "", "", "name | value", NULL},
	{"Aug  7 05:30:19 mac01 Microsoft Word[14463]: .sdef warning", ENVELOPE_BSD, -1,
	 "1972-08-07T05:30:19+00:00", "mac01", "Microsoft Word", "14463", ".sdef warning", NULL},
	{"Aug  7 05:30:19 mac01 syslogd 1.4.1: restart.", ENVELOPE_BSD, -1,
	 "1972-08-07T05:30:19+00:00", "mac01", "syslogd 1.4.1", "", "restart.", NULL},
	{"Aug  7 05:30:19 mac01 launchd[1] (com.example.pay.39146): Path", ENVELOPE_BSD, -1,
	 "1972-08-07T05:30:19+00:00", "mac01", "launchd", "1", "Path", NULL},
	{"Aug  7 05:30:19 lb1 notice mcpd[7]: x", ENVELOPE_BSD, -1, "1972-08-07T05:30:19+00:00",
	 "lb1", "", "", "notice mcpd[7]: x", NULL},
	{"ao\u00fbt  7 05:30:19 web-fr systemd[1]: Stopped", ENVELOPE_BSD, -1,
	 "1972-08-07T05:30:19+00:00", "web-fr", "systemd", "1", "Stopped", NULL},
	{"<165>999 2024-08-07T05:53:00Z was01 app - - - x", ENVELOPE_RFC5424, 165,
	 "2024-08-07T05:53:00+00:00", "was01", "app", "", "x", NULL},
	{"<189>Aug  7 05:30:19 fw-gw-01 sshd[4711]: Accepted publickey", ENVELOPE_BSD, 189,
	 "1972-08-07T05:30:19+00:00", "fw-gw-01", "sshd", "4711", "Accepted publickey", NULL},
	{"Oct 10 2018 12:34:56 localhost CiscoASA[999]: %ASA-6-305012: Teardown", ENVELOPE_BSD, -1,
	 "2018-10-10T12:34:56+00:00", "localhost", "CiscoASA", "999", "%ASA-6-305012: Teardown",
	 NULL},
	{"May  5 18:29:32 dev01: %ASA-6-302014: Teardown", ENVELOPE_BSD, -1,
	 "1972-05-05T18:29:32+00:00", "dev01", "", "", "%ASA-6-302014: Teardown", NULL},
	{"<161>Sep 28 2016 13:51:57 192.0.2.254 : %ASA-1-104001: (Secondary)", ENVELOPE_BSD, 161,
	 "2016-09-28T13:51:57+00:00", "192.0.2.254", "", "", "%ASA-1-104001: (Secondary)", NULL},
	{"Jun 08 2020 12:59:57: %ASA-5-111010: User", ENVELOPE_BSD, -1, "2020-06-08T12:59:57+00:00",
	 "", "", "", "%ASA-5-111010: User", NULL},
	{"Mar  1 18:48:50.483 UTC: %SYS-5-CONFIG_I: x", ENVELOPE_BSD, -1,
	 "1972-03-01T18:48:50.483000+00:00", "", "", "", "%SYS-5-CONFIG_I: x", NULL},
	{"Apr 22 08:17:35 rtr 1234: *Apr 22 08:17:36.5: %SYS-5-X: x", ENVELOPE_BSD, -1,
	 "1972-04-22T08:17:36.500000+00:00", "rtr", "", "", "%SYS-5-X: x", NULL},
	{"Oct 30 09:46:12 1,2012/10/30 09:46:12,0160", ENVELOPE_BSD, -1,
	 "1972-10-30T09:46:12+00:00", "", "", "", "1,2012/10/30 09:46:12,0160", NULL},
	{"535 <14>1 2020-03-27T09:57:41Z PA-VM - - - - 1,2020/03/27", ENVELOPE_RFC5424, 14,
	 "2020-03-27T09:57:41+00:00", "PA-VM", "", "", "1,2020/03/27", NULL},
	{"Apr 22 08:17:35 relay <14>Apr 22 08:17:36 pan.example.com 1,2020", ENVELOPE_BSD, 14,
	 "1972-04-22T08:17:36+00:00", "pan.example.com", "", "", "1,2020", "relay"},
	{"2020-02-20T07:01:01.000Z Feb 20 07:01:00 web systemd: Started", ENVELOPE_BSD, -1,
	 "1972-02-20T07:01:00+00:00", "web", "systemd", "", "Started", NULL},
	{"2019-08-16T09:54:00Z firepower  %FTD-0-430001: SrcIP", ENVELOPE_ISO, -1,
	 "2019-08-16T09:54:00+00:00", "firepower", "", "", "%FTD-0-430001: SrcIP", NULL},
	{"2020-05-31T00:00:46.599903Z web-1 systemd[1]: Started", ENVELOPE_ISO, -1,
	 "2020-05-31T00:00:46.599903+00:00", "web-1", "systemd", "1", "Started", NULL},
	{"<165>1 2003-10-11T22:14:15Z a.example.com evnt 77 ID47 [x@1 a=\"]\\\"\"][y] "
	 "\xEF\xBB\xBFhi",
	 ENVELOPE_RFC5424, 165, "2003-10-11T22:14:15+00:00", "a.example.com", "evnt", "77", "hi",
	 NULL},
	{"<14>1 2013-05-28T00:56:35Z [ha_status] [192.0.2.10] 2013-05-28 09:56:35,1",
	 ENVELOPE_RFC5424, 14, "2013-05-28T00:56:35+00:00", "", "", "",
	 "[ha_status] [192.0.2.10] 2013-05-28 09:56:35,1", NULL},
	{"<34>1 - - - - - -", ENVELOPE_RFC5424, 34, "", "", "", "", "", NULL},
	{"<189>date=2020-04-23 time=12:17:48", ENVELOPE_PRI, 189, "", "", "", "",
	 "date=2020-04-23 time=12:17:48", NULL},
	{"<398>[LOG_AUDIT] high", ENVELOPE_PRI, 398, "", "", "", "", "[LOG_AUDIT] high", NULL},
	{"<190>2015-01-14 09:21:52,2015-01-14,0", ENVELOPE_PRI, 190, "", "", "", "",
	 "2015-01-14 09:21:52,2015-01-14,0", NULL},
	{"Aug  7 05:30:19 fw date=2020-04-23 time=12:17:48", ENVELOPE_BSD, -1,
	 "1972-08-07T05:30:19+00:00", "fw", "", "", "date=2020-04-23 time=12:17:48", NULL},
	{"Aug  7 05:30:19 h last message repeated 3 times", ENVELOPE_BSD, -1,
	 "1972-08-07T05:30:19+00:00", "h", "", "", "last message repeated 3 times", NULL},
	{"Aug  7 05:30:19 last message repeated 3 times", ENVELOPE_BSD, -1,
	 "1972-08-07T05:30:19+00:00", "", "", "", "last message repeated 3 times", NULL},
	{"Aug  7 05:30:19 2001:db8::1 sshd(pam_unix)[19939]: x", ENVELOPE_BSD, -1,
	 "1972-08-07T05:30:19+00:00", "2001:db8::1", "sshd(pam_unix)", "19939", "x", NULL},
	{"Aug  7 05:30:19 sshd[4711]: no host", ENVELOPE_BSD, -1, "1972-08-07T05:30:19+00:00", "",
	 "sshd", "4711", "no host", NULL},
	{"Feb 22 17:03:35 h sudo:     op : TTY=pts/0", ENVELOPE_BSD, -1,
	 "1972-02-22T17:03:35+00:00", "h", "sudo", "", "op : TTY=pts/0", NULL},
	{"Dec  5 21:36:57 2016 synorelayd.cpp:2102 daemon stopped", ENVELOPE_BSD, -1,
	 "2016-12-05T21:36:57+00:00", "synorelayd.cpp:2102", "", "", "daemon stopped", NULL},
	{"Mar 24 14:26:01 --- last message repeated 2 times ---", ENVELOPE_BSD, -1,
	 "1972-03-24T14:26:01+00:00", "", "", "", "--- last message repeated 2 times ---", NULL},
	{"Nov  5 12:00:00 h.example.com CEF:0|V|P", ENVELOPE_BSD, -1, "1972-11-05T12:00:00+00:00",
	 "h.example.com", "", "", "CEF:0|V|P", NULL},
};

static void expect(const char *line, const char *what, struct slice found, const char *expected)
{
	cr_assert(slice_is(found, expected), "%s: %s is \"%.*s\", not \"%s\"", line, what,
		  SLICE_ARGUMENTS(found), expected);
}

Test(syslog, envelopes_are_peeled)
{
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		const struct row *row = &rows[i];
		struct envelope envelope;
		struct slice body;
		char at[TIMESTAMP_TEXT_SIZE];
		syslog_peel(slice_from(row->line), &envelope, &body);
		timestamp_to_iso(envelope.stamp.flags == 0 ? TIMESTAMP_NONE
							   : envelope.stamp.civil_us,
				 0, at);
		cr_assert_eq(envelope.kind, row->kind, "%s", row->line);
		cr_assert_eq(envelope.pri, row->pri, "%s: %d", row->line, envelope.pri);
		expect(row->line, "stamp", slice_from(at), row->at);
		expect(row->line, "host", envelope.host, row->host);
		expect(row->line, "tag", envelope.tag, row->tag);
		expect(row->line, "pid", envelope.pid, row->pid);
		expect(row->line, "body", body, row->body);
		expect(row->line, "relay", envelope.relay_host,
		       row->relay_host == NULL ? "" : row->relay_host);
	}
}

Test(syslog, what_a_container_runtime_puts_before_a_line_is_peeled)
{
	struct envelope envelope;
	struct slice body;
	syslog_peel(slice_from("2020-01-01T00:00:00.000Z stdout F message"), &envelope, &body);
	cr_expect(slice_is(body, "message"));
	cr_expect_neq(envelope.kind, ENVELOPE_NONE);
	cr_expect_eq(stamp_to_timestamp(envelope.stamp), INT64_C(1577836800000000));
}

Test(syslog, what_is_no_syslog_is_left_alone)
{
	static const char *const lines[] = {
		"",
		"2024-08-07 01:15:00.000  INFO 2321 --- [nio-8080-exec-9] c.e.Shop : started",
		"2024-08-07T01:15:00.000+09:00  INFO 2321 --- [main] c.e.Shop : started",
		"2024-08-07T01:15:00.000+09:00 INFO shop: started",
		"2018-01-01T00:00:00.000000Z 0 [Note] mysqld: ready",
		"2021-06-21T17:35:17Z DDEBUG Releasever: 34",
		"{\"time\":\"2024-08-07T01:15:00Z\"}",
		"192.0.2.1 - - [07/Aug/2024:08:06:07 +0900] \"GET / HTTP/1.1\" 200 1",
		"date=2020-04-23 time=12:17:48 devname=fw",
		"Stack trace: at com.example.Shop",
		"<html>",
		"1 2",
	};
	for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
		struct envelope envelope;
		struct slice body;
		syslog_peel(slice_from(lines[i]), &envelope, &body);
		cr_assert_eq(envelope.kind, ENVELOPE_NONE, "%s", lines[i]);
		cr_assert(slice_is(body, lines[i]));
		cr_assert_eq(envelope.stamp.flags, 0);
	}
}

Test(syslog, the_relays_clock_is_kept_apart_from_the_devices)
{
	struct envelope envelope;
	struct slice body;
	syslog_peel(slice_from("Aug  7 05:30:19 relay Aug  7 2024 05:29:00 fw: %ASA-6-1: x"),
		    &envelope, &body);
	cr_assert_eq(envelope.stamp.flags, STAMP_SET | STAMP_YEAR);
	cr_assert_eq(envelope.relay.flags, STAMP_SET);
	expect("nested", "host", envelope.host, "fw");
	expect("nested", "relay", envelope.relay_host, "relay");
}

Test(syslog, structured_data_keeps_its_brackets)
{
	struct envelope envelope;
	struct slice body;
	syslog_peel(slice_from("<165>1 - h app - ID [x@1 a=\"]\\\"\"][y] text"), &envelope, &body);
	expect("5424", "data", envelope.data, "[x@1 a=\"]\\\"\"][y]");
	expect("5424", "message id", envelope.message_id, "ID");
}

Test(syslog, no_prefix_is_read_out_of_bounds)
{
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		for (size_t size = 0; size <= strlen(rows[i].line); size++) {
			char *copy = malloc(size + (size == 0));
			memcpy(copy, rows[i].line, size);
			struct envelope envelope;
			struct slice body;
			syslog_peel(slice_make(copy, size), &envelope, &body);
			cr_assert(body.data >= copy && body.data + body.size <= copy + size);
			free(copy);
		}
	}
}

Test(syslog, nesting_is_bounded)
{
	struct envelope envelope;
	struct slice body;
	syslog_peel(slice_from("Aug  7 05:30:19 a Aug  7 05:30:18 b Aug  7 05:30:17 c "
			       "Aug  7 05:30:16 d Aug  7 05:30:15 e sshd[1]: x"),
		    &envelope, &body);
	expect("nested", "host", envelope.host, "d");
	expect("nested", "body", body, "Aug  7 05:30:15 e sshd[1]: x");
}

Test(syslog, severities_are_the_lowest_bits_of_a_valid_pri)
{
	cr_assert_eq(syslog_severity(189), SEVERITY_NOTICE);
	cr_assert_eq(syslog_severity(0), SEVERITY_EMERGENCY);
	cr_assert_eq(syslog_severity(-1), SEVERITY_NONE);
	cr_assert_eq(syslog_severity(398), SEVERITY_NONE);
}
