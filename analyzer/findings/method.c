// SPDX-License-Identifier: MIT
/* The method: runs queries/method/ in order, in one transaction. */
#include "method.h"

#include "butfor.h"
#include "digest.h"
#include "question.h"
#include "rows.h"
#include "sensitivity.h"
#include "store.h"

#include <string.h>

/* The forward passes come before the first query of this name. */
#define AFTER_BUTFOR "75"
/* What comes before it reads the events; sensitivity runs go on from its tables. */
#define AFTER_FACTS "20"

static enum status record_query(struct store *store, const struct question *question,
				struct error *error)
{
	unsigned char sha256[SHA256_SIZE];
	char hexadecimal[DIGEST_HEX_SIZE];
	if (!digest_sha256(question->text, strlen(question->text), sha256)) {
		return error_set(error, STATUS_NO_MEMORY, "%s: out of memory", question->name);
	}
	digest_to_hex(sha256, sizeof sha256, hexadecimal);
	struct value values[] = {value_text(question->name), value_text(question->title),
				 value_text(hexadecimal), value_text(question->text)};
	return store_exec(store,
			  "INSERT OR REPLACE INTO method_query (name, title, sha256, text) "
			  "VALUES (?1, ?2, ?3, ?4)",
			  values, 4, error);
}

/* The queries from `first` on. */
static enum status run_queries(struct store *store, const struct questions *questions,
			       const char *first, struct error *error)
{
	enum status status = STATUS_OK;
	bool passed = false;
	for (size_t i = 0; status == STATUS_OK && i < questions->count; i++) {
		const struct question *question = &questions->items[i];
		if (strcmp(question->name, first) < 0) {
			continue;
		}
		if (!passed && strcmp(question->name, AFTER_BUTFOR) >= 0) {
			passed = true;
			status = butfor_run(store, error);
		}
		if (status == STATUS_OK) {
			status = store_run_script(store, question->name, question->text, error);
		}
	}
	return status;
}

/* One identity: a query that gives a row with two numbers, which must be equal. */
struct identity {
	const char *name;
	const char *sql;
};

static const struct identity identities[] = {
	{"I3 removing nothing ends at restoration",
	 "SELECT b.end_at, o.restored_at FROM butfor AS b, overrun AS o WHERE b.removed = 0"},
	{"I1 headline sums to the overrun",
	 "SELECT SUM(headline_us), (SELECT overrun_us FROM overrun) FROM share"},
	{"I1 chronological sums to the overrun",
	 "SELECT SUM(chronological_us), (SELECT overrun_us FROM overrun) FROM share"},
	{"I1 Shapley sums to the overrun",
	 "SELECT SUM(shapley_us), (SELECT overrun_us FROM overrun) FROM share"},
	{"I2 each path fills window start to restoration",
	 "SELECT SUM(p.to_at - p.from_at), o.restored_at - o.start_at "
	 "FROM path_label AS p, overrun AS o GROUP BY p.path"},
	{"I2 no path overlaps itself",
	 "SELECT COUNT(*), 0 FROM (SELECT to_at, LEAD(from_at) OVER (PARTITION BY path ORDER BY "
	 "from_at) AS next_at FROM path_label) WHERE next_at < to_at"},
	{"lost - reserve - recovered = overrun",
	 "SELECT g.lost_us - g.reserve_us - g.recovered_us, o.restored_at - o.end_at "
	 "FROM ledger AS g, overrun AS o"},
	{"I4 removing more never ends later",
	 "SELECT COUNT(*), 0 FROM butfor AS a JOIN butfor AS b ON a.removed & b.removed = "
	 "a.removed WHERE b.end_at > a.end_at"},
	{"I5 Shapley lies in its range",
	 "SELECT COUNT(*), 0 FROM share WHERE shapley_us < least_us - 1 OR shapley_us > "
	 "greatest_us + 1"},
};

static enum status check_identity(struct store *store, const struct identity *identity,
				  struct error *error)
{
	struct rows *rows = NULL;
	enum status status = rows_open(store, identity->sql, &rows, error);
	while (status == STATUS_OK && (status = rows_next(rows, error)) == STATUS_OK) {
		int64_t found = rows_int(rows, 0);
		int64_t wanted = rows_int(rows, 1);
		if (found != wanted) {
			status = error_set(error, STATUS_INTERNAL,
					   "method: %s: %lld instead of %lld: this is a mistake of "
					   "the program: please report it with the case file",
					   identity->name, (long long)found, (long long)wanted);
		}
	}
	rows_close(rows);
	return status == STATUS_END ? STATUS_OK : status;
}

enum status method_check(struct store *store, struct error *error)
{
	for (size_t i = 0; i < sizeof identities / sizeof *identities; i++) {
		enum status status = check_identity(store, &identities[i], error);
		if (status != STATUS_OK) {
			return status;
		}
	}
	return STATUS_OK;
}

struct rerun {
	struct store *store;
	const struct questions *questions;
};

static enum status run_again(void *user, struct error *error)
{
	const struct rerun *rerun = user;
	enum status status = run_queries(rerun->store, rerun->questions, AFTER_FACTS, error);
	return status == STATUS_OK ? method_check(rerun->store, error) : status;
}

static enum status run_all(struct store *store, const struct questions *questions,
			   struct error *error)
{
	enum status status = store_exec(store, "DELETE FROM method_query", NULL, 0, error);
	if (status == STATUS_OK) {
		status = store_exec(store, "DELETE FROM warning WHERE origin = 'method'", NULL, 0,
				    error);
	}
	for (size_t i = 0; status == STATUS_OK && i < questions->count; i++) {
		status = record_query(store, &questions->items[i], error);
	}
	if (status == STATUS_OK) {
		status = run_queries(store, questions, "", error);
	}
	if (status == STATUS_OK) {
		status = method_check(store, error);
	}
	struct rerun rerun = {store, questions};
	return status == STATUS_OK ? sensitivity_fill(store, run_again, &rerun, error) : status;
}

/* All of it in one transaction, which is kept only where there is nothing to look at. */
static enum status run_in_transaction(struct store *store, const char *queries,
				      method_look_fn *look, void *user, struct error *error)
{
	struct questions questions;
	enum status status =
		questions_open(method_queries, method_queries_count, queries, &questions, error);
	if (status != STATUS_OK) {
		return status;
	}
	status = store_begin(store, error);
	if (status == STATUS_OK) {
		status = run_all(store, &questions, error);
		if (status == STATUS_OK) {
			status = look != NULL ? look(user, error) : store_commit(store, error);
		}
		if (status != STATUS_OK || look != NULL) {
			store_rollback(store);
		}
	}
	questions_free(&questions);
	return status;
}

enum status method_run(struct store *store, const char *queries, struct error *error)
{
	return run_in_transaction(store, queries, NULL, NULL, error);
}

enum status method_rehearse(struct store *store, const char *queries, method_look_fn *look,
			    void *user, struct error *error)
{
	return run_in_transaction(store, queries, look, user, error);
}
