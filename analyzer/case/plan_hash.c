// SPDX-License-Identifier: MIT
/*
 * The hash of what was announced: window and steps in a canonical text.
 *
 *     overrun plan 1
 *     window start 1694880000000000
 *     window end 1694901600000000
 *     step 2:S4
 *     title 20:Import rules and NAT
 *     allow 3600000000
 *     after 2:S3
 *     begin signal 19:config.commit.begin object 8:fw-gw-01
 *
 * Texts carry their length, so that no two plans have the same text; numbers are µs and UTC, so
 * that 60m and 1h are the same plan. What is not stated has no line. Steps and lists stand in the
 * plan's order, keys in this file's.
 */
#include "plan_reader.h"

#include "digest.h"

#include <inttypes.h>
#include <stdio.h>

enum { NUMBER_SIZE = 64 }; /* a key and a number of 20 digits */

struct writer {
	struct digest *digest;
	bool has_failed;
};

static void put(struct writer *writer, const char *text, size_t size)
{
	if (!writer->has_failed && !digest_add(writer->digest, text, size)) {
		writer->has_failed = true;
	}
}

static void put_word(struct writer *writer, const char *word)
{
	put(writer, word, strlen(word));
}

static void put_value(struct writer *writer, const char *key, const char *text, const char *end)
{
	if (text == NULL) {
		return;
	}
	char head[NUMBER_SIZE];
	int size = snprintf(head, sizeof head, "%s %zu:", key, strlen(text));
	put(writer, head, (size_t)size);
	put_word(writer, text);
	put_word(writer, end);
}

static void put_number(struct writer *writer, const char *key, int64_t number)
{
	if (number == PLAN_NONE) {
		return;
	}
	char line[NUMBER_SIZE];
	int size = snprintf(line, sizeof line, "%s %" PRId64 "\n", key, number);
	put(writer, line, (size_t)size);
}

static void put_texts(struct writer *writer, const char *key, const struct plan_texts *texts)
{
	for (size_t i = 0; i < texts->count; i++) {
		put_value(writer, key, texts->items[i], "\n");
	}
}

static void put_matcher(struct writer *writer, const char *list, const struct plan_matcher *matcher)
{
	put_word(writer, list);
	put_value(writer, " signal", matcher->signal_word, "");
	put_value(writer, " source", matcher->source, "");
	put_value(writer, " kind", matcher->kind, "");
	put_value(writer, " host", matcher->host, "");
	put_value(writer, " actor", matcher->actor, "");
	put_value(writer, " object", matcher->object, "");
	put_value(writer, " outcome", matcher->outcome, "");
	put_value(writer, " match", matcher->match, "");
	put_word(writer, "\n");
}

static void put_step(struct writer *writer, const struct plan_step *step)
{
	put_value(writer, "step", step->id, "\n");
	put_value(writer, "title", step->title, "\n");
	put_value(writer, "role", step->role, "\n");
	put_number(writer, "allow", step->allow_us);
	put_texts(writer, "after", &step->after);
	put_number(writer, "not_before", step->not_before_at);
	put_number(writer, "crew", step->crew);
	put_number(writer, "quiet", step->quiet_us);
	put_value(writer, "approval", step->approval, "\n");
	put_texts(writer, "resource", &step->resources);
	put_texts(writer, "expects", &step->expects);
	put_number(writer, "restores", step->restores ? 1 : 0);
	for (int list = 0; list < LIST_COUNT; list++) {
		const struct plan_matchers *matchers = &step->lists[list];
		for (size_t i = 0; i < matchers->count; i++) {
			put_matcher(writer, step_list_name((enum step_list)list),
				    &matchers->items[i]);
		}
	}
	put_number(writer, "check", step->check_us);
}

bool plan_hash(struct plan *plan)
{
	struct writer writer = {.digest = digest_new()};
	if (writer.digest == NULL) {
		return false;
	}
	put_word(&writer, "overrun plan 1\n");
	put_number(&writer, "window start", plan->window_start_at);
	put_number(&writer, "window end", plan->window_end_at);
	for (size_t i = 0; i < plan->step_count; i++) {
		put_step(&writer, &plan->steps[i]);
	}
	unsigned char sha256[SHA256_SIZE];
	bool is_done = !writer.has_failed && digest_snapshot(writer.digest, sha256);
	if (is_done) {
		digest_to_hex(sha256, sizeof sha256, plan->plan_sha256);
	}
	digest_free(writer.digest);
	return is_done;
}
