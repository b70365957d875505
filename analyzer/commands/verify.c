// SPDX-License-Identifier: MIT
/*
 * overrun verify: every source hashed again, every cited line read again, the method run again.
 *
 * The method runs on the case database itself, in one transaction that is taken back. The result
 * that is stored and the new one are compared as the JSON report, byte for byte: whatever a report
 * can show is in there.
 */
#include "database.h"
#include "digest.h"
#include "method.h"
#include "renderer.h"
#include "reread.h"
#include "rows.h"
#include "screen.h"
#include "writing.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

struct verification {
	struct store *store;
	const char *directory;
	int64_t checked, failed;
	unsigned char again[SHA256_SIZE]; /* hash of the method's second result */
};

static void tell(struct verification *verification, bool holds, const char *what,
		 const char *outcome)
{
	verification->checked++;
	verification->failed += holds ? 0 : 1;
	(void)fputs(holds ? "ok    " : "FAIL  ", stdout);
	screen_text(stdout, slice_from(what));
	(void)printf(": %s\n", outcome);
}

/* One file of the books. */
static enum status check_source(struct verification *verification, struct rows *rows,
				struct error *error)
{
	const char *name = rows_text(rows, 0).data;
	char sha256[DIGEST_HEX_SIZE];
	int64_t bytes = 0;
	struct error trouble = {0};
	if (strcmp(name, "-") == 0) {
		tell(verification, false, name, "it came through standard input and is gone");
		return STATUS_OK;
	}
	char *path = reread_path(verification->directory, name);
	if (path == NULL) {
		return error_set(error, STATUS_NO_MEMORY, "out of memory");
	}
	enum status status = store_hash_file(path, &bytes, sha256, &trouble);
	free(path);
	if (status == STATUS_NO_MEMORY) {
		return error_set(error, status, "%s", trouble.message);
	}
	bool holds = status == STATUS_OK && slice_is(rows_text(rows, 1), sha256) &&
		     bytes == rows_int(rows, 2);
	tell(verification, holds, name,
	     status != STATUS_OK ? "gone or unreadable"
	     : holds             ? "the same bytes"
				 : "other bytes than were read");
	return STATUS_OK;
}

static enum status check_sources(struct verification *verification, struct error *error)
{
	struct rows *rows = NULL;
	enum status status =
		rows_open(verification->store,
			  "SELECT path, sha256, bytes FROM source ORDER BY path", &rows, error);
	while (status == STATUS_OK && (status = rows_next(rows, error)) == STATUS_OK) {
		status = *command_stop() != 0 ? error_set(error, STATUS_INTERRUPTED, "interrupted")
					      : check_source(verification, rows, error);
	}
	rows_close(rows);
	return status == STATUS_END ? STATUS_OK : status;
}

/* A cited line that came back has a hash, and it is the one in the table `citation`. */
static enum status check_evidence(struct verification *verification, const struct report *report,
				  struct error *error)
{
	char what[64];
	size_t missing = 0;
	int64_t kept = 0;
	enum status status =
		store_ask(verification->store, "SELECT COUNT(*) FROM citation WHERE number > 0",
			  &kept, error);
	if (status != STATUS_OK) {
		return status;
	}
	for (size_t i = 0; i < report->evidence_count; i++) {
		const struct report_evidence *evidence = &report->evidence[i];
		if (evidence->sha256[0] == '\0') {
			(void)snprintf(what, sizeof what, "E%d", evidence->number);
			tell(verification, false, what, "its line cannot be re-read as it was");
			missing++;
		}
	}
	(void)snprintf(what, sizeof what, "%zu cited lines", report->evidence_count);
	if ((uint64_t)kept != report->evidence_count) {
		tell(verification, false, what, "not all have a hash to compare with");
	} else if (missing == 0) {
		tell(verification, true, what, "the same bytes where they stood");
	}
	return STATUS_OK;
}

/* The report as JSON in memory; its hash stands for all of it. */
static enum status hash_report(const struct report *report, unsigned char *ret_sha256,
			       struct error *error)
{
	const struct render_options how = {.language = LANGUAGE_ENGLISH};
	const struct renderer *renderer = renderer_named(slice_from("json"));
	char *text = NULL;
	size_t size = 0;
	FILE *stream = open_memstream(&text, &size);
	if (stream == NULL || renderer == NULL) {
		free(text);
		return error_set(error, STATUS_NO_MEMORY, "out of memory");
	}
	enum status status = renderer->render(report, &how, stream, error);
	bool is_whole = fclose(stream) == 0;
	if (status == STATUS_OK && (!is_whole || !digest_sha256(text, size, ret_sha256))) {
		status = error_set(error, STATUS_NO_MEMORY, "out of memory");
	}
	free(text);
	return status;
}

/* The findings that are in the database now. */
static enum status load_and_hash(struct verification *verification, struct report **ret_report,
				 unsigned char *ret_sha256, struct error *error)
{
	struct report *report = NULL;
	enum status status =
		writing_load(verification->store, verification->directory, &report, error);
	if (status == STATUS_OK) {
		status = hash_report(report, ret_sha256, error);
	}
	if (status != STATUS_OK) {
		report_free(report);
		return status;
	}
	*ret_report = report;
	return STATUS_OK;
}

/* While the method's second result is there. */
static enum status hash_again(void *user, struct error *error)
{
	struct verification *verification = user;
	struct report *report = NULL;
	enum status status = load_and_hash(verification, &report, verification->again, error);
	report_free(report);
	return status;
}

static enum status check_method(struct verification *verification, const char *queries,
				struct error *error)
{
	unsigned char stored[SHA256_SIZE];
	struct report *report = NULL;
	struct error trouble = {0};
	enum status status = load_and_hash(verification, &report, stored, error);
	if (status == STATUS_OK) {
		status = check_evidence(verification, report, error);
	}
	report_free(report);
	if (status != STATUS_OK) {
		return status;
	}
	status = method_rehearse(verification->store, queries, hash_again, verification, &trouble);
	if (status == STATUS_INTERNAL) {
		tell(verification, false, "method", trouble.message);
		return STATUS_OK;
	}
	if (status != STATUS_OK) {
		return error_set(error, status, "%s", trouble.message);
	}
	bool same = memcmp(stored, verification->again, sizeof stored) == 0;
	tell(verification, same, "method, run again",
	     same ? "the same result" : "ANOTHER result than the one that is stored");
	return STATUS_OK;
}

/* What `overrun ingest` alone leaves behind has no result to compare with. */
static enum status check_result(struct verification *verification, const char *queries,
				struct error *error)
{
	int64_t results = 0;
	enum status status =
		store_ask(verification->store, "SELECT COUNT(*) FROM overrun", &results, error);
	if (status != STATUS_OK) {
		return status;
	}
	if (results == 0) {
		(void)puts("      method: it has not run on this database, no result to compare");
		return STATUS_OK;
	}
	return check_method(verification, queries, error);
}

static enum status verify(const struct options *options, struct verification *verification,
			  struct error *error)
{
	const struct store_options how = {.rehearse = true, .stop = command_stop()};
	char *directory = NULL;
	enum status status = database_open(options->db, &how, &verification->store, error);
	if (status == STATUS_OK) {
		status = database_directory(options, verification->store, &directory, error);
	}
	verification->directory = directory;
	if (status == STATUS_OK) {
		status = check_sources(verification, error);
	}
	if (status == STATUS_OK) {
		status = check_result(verification, options->queries, error);
	}
	store_close(verification->store);
	free(directory);
	return status;
}

static int run(const struct options *options)
{
	struct error error = {0};
	struct verification verification = {0};
	if (options->db == NULL || options->operand_count > 0) {
		(void)error_set(&error, STATUS_USAGE,
				"verify: one case database is needed: overrun verify CASE.db");
		return command_fail(&error);
	}
	enum status status = verify(options, &verification, &error);
	if (status != STATUS_OK) {
		return command_fail(&error);
	}
	(void)printf("%" PRId64 " of %" PRId64 " checks failed\n", verification.failed,
		     verification.checked);
	return verification.failed > 0 ? EXIT_VERIFY : EXIT_DONE;
}

const struct command verify_command = {
	.name = "verify",
	.title = "hash the sources, re-read the cited lines, run the method again",
	.usage = "CASE.db",
	.help = "Exit 6 when a source is gone or has other bytes, when a cited line is not the "
		"same\n"
		"where it stood, or when the method has another result than the one that is "
		"stored. "
		"The\n"
		"database stays as it is. Where only `overrun ingest` has run, the sources alone "
		"are\n"
		"checked, and it says so.\n",
	.examples = "  overrun verify case.db\n"
		    "  overrun verify case.db --sources /mnt/evidence\n",
	.options = OPTION_DB | OPTION_SOURCES | OPTION_QUERIES,
	.operands = 1,
	.run = run,
};
