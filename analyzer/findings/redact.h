// SPDX-License-Identifier: MIT
/*
 * Keeps personal data out of reports: a text in, the same text with tokens out.
 *
 *     "sec.kim (Kim Jisoo, jisoo@example.com, 010-1234-5678) ran commit from 192.0.2.7"
 *     "SEC-1 (PERSON-1, EMAIL-3fa1, PHONE-77c0) ran commit from 192.0.2.7"
 *
 * Accounts of the plan's roles become ROLE-n, in the plan's order; names of `people` PERSON-n; an
 * account that is in no role ACCT-xxxx; e-mail addresses EMAIL-xxxx, card numbers CARD-xxxx,
 * telephone numbers PHONE-xxxx, Korean resident registration numbers ID-xxxx. xxxx are hexadecimal
 * digits of an HMAC under the case's own key: the same text has the same token within a case and
 * another one in every other case. IP addresses, times, ports and counts stay. Redacting twice
 * gives the same text as once.
 */
#ifndef OVERRUN_REDACT_H
#define OVERRUN_REDACT_H

#include "slice.h"
#include "status.h"

enum {
	REDACT_KEY_SIZE = 32,
	REDACT_TEXT_MAX = 1024 * 1024, /* longer texts are cut: no report cites a longer line */
};

struct redact;

/* Who is known; borrowed only during redact_new. */
struct redact_actor {
	const char *actor; /* as the logs spell it */
	const char *role;  /* NULL or "": in no role */
};

struct redact_names {
	const struct redact_actor *actors; /* in the plan's order: the first of SEC is SEC-1 */
	size_t actor_count;
	const char *const *people; /* PERSON-1 is the first */
	size_t people_count;
	unsigned char key[REDACT_KEY_SIZE];
};

enum status redact_new(const struct redact_names *names, struct redact **ret_redact,
		       struct error *error);
void redact_free(struct redact *redact);

/*
 * The redacted text, NUL-terminated; `ret_text` borrows from `redact` until the next call.
 * `actor` is the event's own actor, or empty: an account that is in no role is hidden in the text
 * of its own events by its keyed token. STATUS_NO_MEMORY is the only failure.
 */
enum status redact_text(struct redact *redact, struct slice text, struct slice actor,
			struct slice *ret_text, struct error *error);

/*
 * The token of one account: "SEC-1", or "ACCT-1f0c" for one in no role; empty stays empty.
 * Borrows from `redact` until the next call.
 */
enum status redact_actor(struct redact *redact, struct slice actor, struct slice *ret_token,
			 struct error *error);

#endif
