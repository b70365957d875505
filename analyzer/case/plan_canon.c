// SPDX-License-Identifier: MIT
/* A canonical text of parts of a plan, on its way into a hash. */
#include "plan_canon.h"

#include "digest.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

enum { HEAD_SIZE = 64 }; /* a key of this program and a number of 20 digits */

struct plan_canon {
	struct digest *digest;
	bool has_failed;
};

struct plan_canon *plan_canon_new(void)
{
	struct plan_canon *canon = calloc(1, sizeof *canon);
	if (canon == NULL) {
		return NULL;
	}
	canon->digest = digest_new();
	if (canon->digest == NULL) {
		free(canon);
		return NULL;
	}
	return canon;
}

bool plan_canon_end(struct plan_canon *canon, char *ret_hex)
{
	if (canon == NULL) {
		return false;
	}
	unsigned char sha256[SHA256_SIZE];
	bool is_done = !canon->has_failed && digest_snapshot(canon->digest, sha256);
	if (is_done) {
		digest_to_hex(sha256, sizeof sha256, ret_hex);
	}
	digest_free(canon->digest);
	free(canon);
	return is_done;
}

static void put(struct plan_canon *canon, const char *text, size_t size)
{
	if (!canon->has_failed && !digest_add(canon->digest, text, size)) {
		canon->has_failed = true;
	}
}

void plan_canon_word(struct plan_canon *canon, const char *word)
{
	put(canon, word, strlen(word));
}

void plan_canon_text(struct plan_canon *canon, const char *key, const char *text, const char *end)
{
	if (text == NULL) {
		return;
	}
	char head[HEAD_SIZE];
	int size = snprintf(head, sizeof head, "%s %zu:", key, strlen(text));
	put(canon, head, (size_t)size);
	plan_canon_word(canon, text);
	plan_canon_word(canon, end);
}

void plan_canon_number(struct plan_canon *canon, const char *key, int64_t number)
{
	if (number == PLAN_NONE) {
		return;
	}
	char line[HEAD_SIZE];
	int size = snprintf(line, sizeof line, "%s %" PRId64 "\n", key, number);
	put(canon, line, (size_t)size);
}

void plan_canon_matcher(struct plan_canon *canon, const char *key,
			const struct plan_matcher *matcher)
{
	plan_canon_word(canon, key);
	plan_canon_text(canon, " signal", matcher->signal_word, "");
	plan_canon_text(canon, " source", matcher->source, "");
	plan_canon_text(canon, " kind", matcher->kind, "");
	plan_canon_text(canon, " host", matcher->host, "");
	plan_canon_text(canon, " actor", matcher->actor, "");
	plan_canon_text(canon, " object", matcher->object, "");
	plan_canon_text(canon, " outcome", matcher->outcome, "");
	plan_canon_text(canon, " match", matcher->match, "");
	plan_canon_word(canon, "\n");
}

void plan_canon_lists(struct plan_canon *canon, const struct plan_step *step)
{
	for (int list = 0; list < LIST_COUNT; list++) {
		const struct plan_matchers *matchers = &step->lists[list];
		for (size_t i = 0; i < matchers->count; i++) {
			plan_canon_matcher(canon, step_list_name((enum step_list)list),
					   &matchers->items[i]);
		}
	}
}
