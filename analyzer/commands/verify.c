// SPDX-License-Identifier: MIT
/*
 * overrun verify: every source hashed again, every cited line read again, the method run again.
 *
 * The method runs on the case database itself, in one transaction. Its result before and after is
 * compared as the JSON report, byte for byte: whatever a report can show is in there.
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

/* Cited lines that came back have a hash. */
static void check_evidence(struct verification *verification, const struct report *report)
{
	size_t missing = 0;
	for (size_t i = 0; i < report->evidence_count; i++) {
		const struct report_evidence *evidence = &report->evidence[i];
		if (evidence->sha256[0] == '\0') {
			char what[32];
			(void)snprintf(what, sizeof what, "E%d", evidence->number);
			tell(verification, false, what, "its line cannot be re-read as it was");
			missing++;
		}
	}
	if (missing == 0) {
		char what[64];
		(void)snprintf(what, sizeof what, "%zu cited lines", report->evidence_count);
		tell(verification, true, what, "re-read where they stood");
	}
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

static enum status load_and_hash(struct verification *verification, bool first,
				 unsigned char *ret_sha256, struct error *error)
{
	struct report *report = NULL;
	enum status status =
		writing_load(verification->store, verification->directory, &report, error);
	if (status == STATUS_OK) {
		status = hash_report(report, ret_sha256, error);
	}
	if (status == STATUS_OK && first) {
		check_evidence(verification, report);
	}
	report_free(report);
	return status;
}

static enum status check_method(struct verification *verification, const char *queries,
				struct error *error)
{
	unsigned char before[SHA256_SIZE];
	unsigned char after[SHA256_SIZE];
	struct error trouble = {0};
	enum status status = load_and_hash(verification, true, before, error);
	if (status == STATUS_OK) {
		status = method_run(verification->store, queries, &trouble);
		if (status == STATUS_INTERNAL) {
			tell(verification, false, "method", trouble.message);
			return STATUS_OK;
		}
		if (status != STATUS_OK) {
			return error_set(error, status, "%s", trouble.message);
		}
		status = load_and_hash(verification, false, after, error);
	}
	if (status == STATUS_OK) {
		bool same = memcmp(before, after, sizeof before) == 0;
		tell(verification, same, "method, run again",
		     same ? "the same result"
			  : "ANOTHER result: the database now holds the new one");
	}
	return status;
}

static enum status verify(const struct options *options, struct verification *verification,
			  struct error *error)
{
	const struct store_options how = {.stop = command_stop()};
	char *directory = database_directory(options, options->operands[0]);
	if (directory == NULL) {
		return error_set(error, STATUS_NO_MEMORY, "out of memory");
	}
	verification->directory = directory;
	enum status status = database_open(options->operands[0], &how, &verification->store, error);
	if (status == STATUS_OK) {
		status = check_sources(verification, error);
	}
	if (status == STATUS_OK) {
		status = check_method(verification, options->queries, error);
	}
	store_close(verification->store);
	free(directory);
	return status;
}

static int run(const struct options *options)
{
	struct error error = {0};
	struct verification verification = {0};
	if (options->operand_count != 1) {
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
	.help = "Exit 6 when a source is gone or has other bytes, when a cited line cannot be "
		"found\n"
		"where it stood, or when the method has another result than the one that is "
		"stored.\n",
	.options = OPTION_SOURCES | OPTION_QUERIES,
	.run = run,
};
