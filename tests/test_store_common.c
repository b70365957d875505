// SPDX-License-Identifier: MIT
/* What many rows share: found again wherever values differ, and forgotten when it should be. */
#include "store_common.h"
#include "words_driver.h"

#include <stdio.h>

static struct commons commons;

static void begin(void)
{
	begin_words();
	commons_begin(&commons, &words, 1);
}

static void end(void)
{
	commons_close(&commons);
	end_words();
}

TestSuite(store_common, .init = begin, .fini = end);

enum { LEAD = 5 };

static struct common find(uint32_t status, const char *method, const char *agent)
{
	const struct common_values values = {.numbers = {0, status},
					     .texts = {slice_from(method), slice_from(agent)}};
	return commons_find(&commons, &values, LEAD);
}

Test(store_common, is_the_same_for_the_same_values_only)
{
	struct common first = find(200, "GET", "curl/8.8.0");
	cr_assert(first.is_new);
	cr_assert_eq(first.id, 1);
	cr_assert_eq(find(404, "GET", "curl/8.8.0").id, 2);
	cr_assert_eq(find(200, "POST", "curl/8.8.0").id, 3);
	cr_assert_eq(find(200, "GET", "curl/8.8.1").id, 4);
	cr_assert_eq(find(200, "GE", "Tcurl/8.8.0").id, 5, "texts end where they end");
	cr_assert_eq(find(200, "GETcurl/8.8.0", "").id, 6);
	cr_assert_eq(find(200, "", "GETcurl/8.8.0").id, 7, "and stand where they stand");
	struct common again = find(200, "GET", "curl/8.8.0");
	cr_assert(!again.is_new);
	cr_assert_eq(again.id, first.id);
	cr_assert_eq(again.lead, LEAD);
}

/* Browsers: one size, one beginning, one end. */
static struct common find_browser(unsigned status, unsigned version)
{
	char agent[160];
	(void)snprintf(agent, sizeof(agent),
		       "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like"
		       " Gecko) Chrome/%03u.0.0.0 Safari/537.36",
		       version);
	return find(status, "GET", agent);
}

Test(store_common, is_remembered_of_hundreds_of_browsers)
{
	enum { VERSIONS = 400, STATUSES = 8, ROUNDS = 10 };
	int made = 0;
	for (unsigned round = 0; round < ROUNDS; round++) {
		for (unsigned version = 0; version < VERSIONS; version++) {
			for (unsigned status = 0; status < STATUSES; status++) {
				made += find_browser(200 + status, version).is_new;
			}
		}
	}
	cr_assert_geq(made, VERSIONS * STATUSES);
	cr_assert_lt(made, 2 * VERSIONS * STATUSES, "%d: of ten rounds not even two", made);
}

/* What is asked for often stays, although what is asked for once comes in between. */
Test(store_common, stays_amid_many_that_come_once)
{
	enum { OFTEN = 50, ROUNDS = 2000, ONCE = 20 };
	int made = 0;
	unsigned next = 1000;
	for (unsigned round = 0; round < ROUNDS; round++) {
		for (unsigned version = 0; version < OFTEN; version++) {
			made += find_browser(200, version).is_new;
		}
		for (unsigned i = 0; i < ONCE; i++) {
			(void)find_browser(next++, 0);
		}
	}
	cr_assert_leq(made, 2 * OFTEN, "%d", made);
}

Test(store_common, is_forgotten_with_the_entry)
{
	struct common first = find(200, "GET", "curl/8.8.0");
	commons_begin(&commons, &words, 100);
	struct common other = find(200, "GET", "curl/8.8.0");
	cr_assert_eq(first.id, 1);
	cr_assert(other.is_new);
	cr_assert_eq(other.id, 100);
}

Test(store_common, is_made_anew_when_leads_differ_for_long)
{
	const struct common_values values = {.texts = {slice_from("GET")}};
	struct common common = commons_find(&commons, &values, LEAD);
	int asked = 0;
	while (!(common = commons_find(&commons, &values, LEAD + 1)).is_new) {
		cr_assert_lt(asked++, COMMON_STRAYS);
		cr_assert_eq(common.lead, LEAD);
	}
	cr_assert_eq(asked, COMMON_STRAYS);
	cr_assert_eq(common.lead, LEAD + 1);
	cr_assert_eq(commons_find(&commons, &values, LEAD + 1).id, common.id);
}

Test(store_common, is_never_remembered_of_texts_too_long_to_hash)
{
	static char agent[WORDS_TEXT_LIMIT + 2];
	memset(agent, 'a', WORDS_TEXT_LIMIT);
	cr_assert(find(200, "GET", agent).is_new);
	cr_assert(!find(200, "GET", agent).is_new);
	agent[WORDS_TEXT_LIMIT] = 'a';
	cr_assert(find(200, "GET", agent).is_new);
	cr_assert(find(200, "GET", agent).is_new);
}
