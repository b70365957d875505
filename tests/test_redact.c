// SPDX-License-Identifier: MIT
/* What is hidden in reports, what is not, and that twice is once. */
#include "redact.h"

#include <criterion/criterion.h>
#include <stdlib.h>

static const struct redact_actor actors[] = {
	{"sec.kim", "SEC"}, {"net.park", "NET"}, {"sec.lee", "SEC"},
	{"sec", "IM"},      {"sec.kim", "NET"},  {"nobody", NULL},
};
static const char *const people[] = {"Kim Jisoo", "Lee Hyunwoo", "홍길동", "이수"};

static struct redact *make(unsigned char key)
{
	struct redact_names names = {actors, 6, people, 4, {key}};
	struct redact *redact = NULL;
	cr_assert_eq(redact_new(&names, &redact, NULL), STATUS_OK);
	return redact;
}

/* '#' in the expectation stands for one hexadecimal digit. */
static bool fits(struct slice text, const char *expected)
{
	if (text.size != strlen(expected)) {
		return false;
	}
	for (size_t i = 0; i < text.size; i++) {
		bool is_hex = strchr("0123456789abcdef", text.data[i]) != NULL;
		if (text.data[i] != expected[i] && !(expected[i] == '#' && is_hex)) {
			return false;
		}
	}
	return true;
}

static const char *const hidden[][2] = {
	/* accounts of roles, in the plan's order, first role wins */
	{"sec.kim ran commit", "SEC-1 ran commit"},
	{"user=\"SEC.Lee\" ok", "user=\"SEC-2\" ok"},
	{"CORP\\net.park, sec.lee.", "CORP\\NET-1, SEC-2."},
	{"sec did it", "IM-1 did it"},
	{"담당sec.kim이 실행", "담당SEC-1이 실행"},
	/* people */
	{"Kim Jisoo joined", "PERSON-1 joined"},
	{"by kim  jisoo/KIM JISOO", "by PERSON-1/PERSON-1"},
	{"Jisoo Kim, kim.jisoo, Kim, Jisoo", "PERSON-1, PERSON-1, PERSON-1"},
	{"홍길동이 승인, 담당자홍길동님", "PERSON-3이 승인, 담당자PERSON-3님"},
	{"홍 길동 도착", "PERSON-3 도착"},
	{"이수는 왔다, 이수 씨", "PERSON-4는 왔다, PERSON-4 씨"},
	/* e-mail */
	{"mail jisoo.k+x@example.com.", "mail EMAIL-####."},
	{"<a@b.example.org>", "<EMAIL-####>"},
	{"sec.kim@example.com", "EMAIL-####"},
	{"a@example.com_old@example.org", "EMAIL-####@example.org"},
	{"from Kim Jisoo@example.com", "from EMAIL-####"},
	{"Kim Jisoo.x@example.com left", "EMAIL-#### left"},
	/* cards */
	{"pan 4111111111111111 declined", "pan CARD-#### declined"},
	{"4111-1111-1111-1111", "CARD-####"},
	{"card=5500 0000 0000 0004,", "card=CARD-####,"},
	{"3782 822463 10005", "CARD-####"},
	{"4111 1111 1111 1111 200", "CARD-#### 200"},
	{"+82 10-1234-5678 4111 1111 1111 1111", "PHONE-#### CARD-####"},
	{"+82 10-1234-5678 1694890000 up", "PHONE-#### 1694890000 up"},
	/* telephones */
	{"call 010-1234-5678", "call PHONE-####"},
	{"tel:01012345678.", "tel:PHONE-####."},
	{"010 1234 5678", "PHONE-####"},
	{"02-123-4567", "PHONE-####"},
	{"+82 10-1234-5678", "PHONE-####"},
	{"+1 (212) 555-0100", "PHONE-####"},
	{"(212) 555-0100", "PHONE-####"},
	{"+491711234567", "PHONE-####"},
	/* resident registration numbers */
	{"rrn 900101-1234567", "rrn ID-####"},
};

Test(redact, hides_personal_data)
{
	struct redact *redact = make(1);
	for (size_t i = 0; i < sizeof hidden / sizeof *hidden; i++) {
		struct slice text;
		cr_assert_eq(
			redact_text(redact, slice_from(hidden[i][0]), slice_empty(), &text, NULL),
			STATUS_OK);
		cr_expect(fits(text, hidden[i][1]), "'%s' became '" SLICE_FORMAT "'", hidden[i][0],
			  SLICE_ARGUMENTS(text));
	}
	redact_free(redact);
}

static const char *const kept[] = {
	"2024-08-07T05:30:19.000000+09:00 192.0.2.7:443 -> 198.51.100.9:51234",
	"2001:db8::1 port 8443 bytes 1234567890",
	"date=2020-04-23 time=01:16:08 logid=\"0000000013\" eventtime=1592961368",
	"logid=\"0100032102\" eventtime=1587231129938795255 tz=\"-0300\"",
	"1587231129938795255",
	"1710123456789",
	"sessionid=4111111111111111",
	"id 41111111111111112",
	"%ASA-6-302013: Built outbound TCP connection 4294967295 for outside",
	"1,2012/04/10 04:39:55,001606001116,TRAFFIC",
	"serial 015351000043722",
	"Aug  7 05:30:19 fw1 sshd[1234]: 0x8000000000000000",
	"4111111111111112",
	"a4111111111111111",
	"123.4111111111111111",
	"CHG-20240807-0104",
	"root@fw-gw-01",
	"sector sec_kim xsec.kim nec.kim2",
	"이수증 발급",
	"Kimberly Jisoo",
	"+0900 +37s",
	"6011 bytes 3.14159 100%",
	"SEC-1 PERSON-2 EMAIL-3fa1 ACCT-00ff CARD-1234 PHONE-beef ID-0a0a",
};

Test(redact, keeps_what_is_no_persons)
{
	struct redact *redact = make(1);
	for (size_t i = 0; i < sizeof kept / sizeof *kept; i++) {
		struct slice text;
		cr_assert_eq(redact_text(redact, slice_from(kept[i]), slice_empty(), &text, NULL),
			     STATUS_OK);
		cr_expect(slice_is(text, kept[i]), "'%s' became '" SLICE_FORMAT "'", kept[i],
			  SLICE_ARGUMENTS(text));
	}
	redact_free(redact);
}

Test(redact, hides_the_events_own_actor)
{
	struct redact *redact = make(1);
	struct slice text;
	redact_text(redact, slice_from("jdoe su to root as jdoe2, Jdoe"), slice_from("jdoe"), &text,
		    NULL);
	cr_assert(fits(text, "ACCT-#### su to root as jdoe2, ACCT-####"), SLICE_FORMAT,
		  SLICE_ARGUMENTS(text));
	char first[64];
	memcpy(first, text.data, 9);
	redact_actor(redact, slice_from("JDOE"), &text, NULL);
	cr_assert(slice_equals(text, slice_make(first, 9)));
	redact_text(redact, slice_from("from 192.0.2.7"), slice_from("192.0.2.7"), &text, NULL);
	cr_assert(slice_is(text, "from 192.0.2.7"));
	redact_free(redact);
}

Test(redact, names_accounts_by_role)
{
	struct redact *redact = make(1);
	static const char *const pairs[][2] = {
		{"sec.lee", "SEC-2"},    {"SEC.KIM", "SEC-1"}, {"", ""},
		{"nobody", "ACCT-####"}, {"SEC-2", "SEC-2"},   {"192.0.2.1", "192.0.2.1"},
	};
	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
		struct slice token;
		cr_assert_eq(redact_actor(redact, slice_from(pairs[i][0]), &token, NULL),
			     STATUS_OK);
		cr_expect(fits(token, pairs[i][1]), "%s: " SLICE_FORMAT, pairs[i][0],
			  SLICE_ARGUMENTS(token));
		char once[32] = "";
		memcpy(once, token.data, token.size);
		redact_actor(redact, slice_from(once), &token, NULL);
		cr_expect(slice_is(token, once), "%s twice: " SLICE_FORMAT, pairs[i][0],
			  SLICE_ARGUMENTS(token));
	}
	redact_free(redact);
}

Test(redact, twice_is_once)
{
	struct redact *redact = make(1);
	for (size_t i = 0; i < sizeof hidden / sizeof *hidden; i++) {
		struct slice text;
		redact_text(redact, slice_from(hidden[i][0]), slice_from("commit"), &text, NULL);
		char *once = slice_copy(text);
		redact_text(redact, slice_from(once), slice_from("commit"), &text, NULL);
		cr_expect(slice_is(text, once), "%s: " SLICE_FORMAT, once, SLICE_ARGUMENTS(text));
		free(once);
	}
	redact_free(redact);
}

Test(redact, tags_are_the_same_within_a_case_and_differ_between_cases)
{
	struct redact *one = make(1);
	struct redact *other = make(2);
	struct slice text;
	char tags[4][32] = {"", "", "", ""};
	static const char *const texts[] = {"010-1234-5678", "+82-10-1234-5678", "01012345678"};
	for (size_t i = 0; i < 3; i++) {
		redact_text(one, slice_from(texts[i]), slice_empty(), &text, NULL);
		memcpy(tags[i], text.data, text.size);
	}
	cr_expect_str_eq(tags[0], tags[1]);
	cr_expect_str_eq(tags[0], tags[2]);
	redact_text(other, slice_from(texts[0]), slice_empty(), &text, NULL);
	memcpy(tags[3], text.data, text.size);
	cr_expect_str_neq(tags[0], tags[3]);
	redact_free(one);
	redact_free(other);
}

/* Whatever the bytes, no reading outside of them and no second change. */
Test(redact, survives_any_bytes)
{
	static const char pieces[][16] = {
		"4111",  "1111",     "-",    " ",   "+82",    "010",   "@",    "a.b",
		"홍",    "길동",     "sec.", "kim", "Kim ",   "Jisoo", "\xed", "\xff",
		"(212)", "555-0100", "=",    "ID-", "9001",   "01-1",  ".",    "3782822",
		"\"",    "time",     "SEC-", "1",   "EMAIL-", "ffff",
	};
	struct redact *redact = make(3);
	unsigned seed = 11;
	for (int round = 0; round < 20000; round++) {
		char text[200] = "";
		size_t size = 0;
		int count = (int)((seed = seed * 1103515245u + 12345u) / 65536u % 10);
		for (int i = 0; i < count; i++) {
			const char *piece =
				pieces[(seed = seed * 1103515245u + 12345u) / 65536u % 30];
			memcpy(text + size, piece, strlen(piece));
			size += strlen(piece);
		}
		char *exact = malloc(size + 1); /* so that ASan sees the end */
		memcpy(exact, text, size);
		struct slice once;
		char *bytes = realloc(exact, size > 0 ? size : 1);
		redact_text(redact, slice_make(bytes, size), slice_from("kim"), &once, NULL);
		char *copy = slice_copy(once);
		struct slice twice;
		redact_text(redact, slice_from(copy), slice_from("kim"), &twice, NULL);
		cr_assert(slice_is(twice, copy), "'%.*s' '%s' '" SLICE_FORMAT "'", (int)size, text,
			  copy, SLICE_ARGUMENTS(twice));
		free(copy);
		free(bytes);
	}
	redact_free(redact);
}

Test(redact, cuts_endless_texts)
{
	struct redact *redact = make(1);
	size_t size = REDACT_TEXT_MAX + 100;
	char *text = malloc(size);
	memset(text, 'x', size);
	struct slice out;
	cr_assert_eq(redact_text(redact, slice_make(text, size), slice_empty(), &out, NULL),
		     STATUS_OK);
	cr_assert_eq(out.size, REDACT_TEXT_MAX);
	free(text);
	redact_free(redact);
}
