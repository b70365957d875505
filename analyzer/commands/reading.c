// SPDX-License-Identifier: MIT
/* Reads all files of the feeds into the store, and keeps account of what became of them. */
#include "reading.h"

#include "database.h"
#include "digest.h"
#include "rows.h"
#include "screen.h"
#include "turns.h"

#include <inttypes.h>
#include <stdlib.h>
#include <sys/stat.h>

/* What one run of reading needs at hand. */
struct run {
	struct store *store;
	const struct feeds *feeds;
	struct turns turns;
	const struct reader_options *settings; /* of the file at hand */
	struct progress progress;
	struct reading account;
};

static bool is_regular(const char *path)
{
	struct stat state;
	return stat(path, &state) == 0 && S_ISREG(state.st_mode);
}

/* Tells a person and the books that an input is not, or not wholly, in. */
static enum status note_trouble(struct run *run, const char *message, struct error *error)
{
	command_warn("%s", message);
	return store_warn(run->store, "reading", message, error);
}

/* Size and hash of what is read for the first time are known only when it has been read. */
static enum status correct_source(struct store *store, const char *path,
				  const struct reader_account *account, struct error *error)
{
	char sha256[DIGEST_HEX_SIZE];
	digest_to_hex(account->sha256, SHA256_SIZE, sha256);
	const struct value values[] = {value_text(path), value_int(account->bytes),
				       value_text(sha256)};
	return store_note(store, "UPDATE source SET bytes = ?2, sha256 = ?3 WHERE path = ?1",
			  values, 3, error);
}

/* The word of the books for a file that is not whole; what was refused in it is not corrupt. */
static const char *damage_of(const struct reader_account *account)
{
	if (account->damaged == account->entries && account->tally.bytes == 0 &&
	    account->worst != STATUS_CORRUPT) {
		return "unreadable";
	}
	bool is_cut = strstr(account->message, "truncated") != NULL;
	return is_cut || account->worst != STATUS_CORRUPT ? "truncated" : "corrupt";
}

/* A file whose reading is over: what the books say of it. */
static enum status close_file(struct run *run, const struct path *file,
			      const struct reader_account *account, struct error *error)
{
	enum status status = STATUS_OK;
	const char *state = "whole";
	if (account->damaged > 0) {
		run->account.damaged++;
		state = damage_of(account);
		status = note_trouble(run, account->message, error);
	}
	if (status == STATUS_OK) {
		status = store_end_source(run->store, state,
					  account->damaged > 0 ? account->message : NULL, error);
	}
	if (status == STATUS_OK && (account->bytes > 0 || account->damaged == 0)) {
		status = correct_source(run->store, file->display, account, error);
	}
	return status;
}

/* Failures of one file; the others end the run. */
static bool is_of_the_file(enum status status)
{
	return status == STATUS_IO || status == STATUS_USAGE || status == STATUS_CORRUPT ||
	       status == STATUS_LIMIT;
}

/* With --verbose: what is done with each file. */
static void say(const struct run *run, const char *file, const char *what)
{
	if (run->feeds->options->verbose) {
		(void)fputs("overrun: ", stderr);
		screen_text(stderr, slice_from(file));
		(void)fprintf(stderr, ": %s\n", what);
	}
}

/* No failure, and told when the file is read first; but nobody should believe that it said
 * something. */
static void warn_of_nothing(const char *file, const struct reader_account *account)
{
	if (account->damaged == 0 && account->entries == 0 && account->unwanted == 0) {
		command_warn("%s: an archive without a file in it", file);
	} else if (account->damaged == 0 && account->tally.lines == 0 && account->unwanted == 0) {
		command_warn("%s: empty: no line in it", file);
	}
}

/* The file is in the books: reads it into the store. */
static enum status read_begun(struct run *run, const struct path *file, struct error *error)
{
	struct error trouble = {0};
	struct reader_account account = {0};
	progress_file(&run->progress, file->display);
	say(run, file->display, "reading");
	enum status status = reader_read(file->path, file->display, run->settings,
					 store_sink(run->store), &account, &trouble);
	progress_add(&run->progress, account.bytes);
	turns_tell(&run->turns, false, account.is_opened_in_vain);
	if (status == STATUS_OK) {
		run->account.files++;
		warn_of_nothing(file->display, &account);
		return close_file(run, file, &account, error);
	}
	if (!is_of_the_file(status)) {
		if (status == STATUS_INTERRUPTED) {
			(void)store_end_source(run->store, "unreadable",
					       "interrupted: the next run goes on", NULL);
		}
		return error_set(error, status, "%s", trouble.message);
	}
	run->account.unreadable++;
	status = store_end_source(run->store, "unreadable", trouble.message, error);
	return status == STATUS_OK ? note_trouble(run, trouble.message, error) : status;
}

static enum status read_file(struct run *run, const struct path *file, struct error *error)
{
	char sha256[DIGEST_HEX_SIZE] = "";
	int64_t bytes = 0;
	struct error trouble = {0};
	enum status status = STATUS_OK;
	/* Only regular files are looked at first: opening a pipe would hang. */
	if (is_regular(file->path)) {
		status = store_measure_file(run->store, file->path, file->display, &bytes, sha256,
					    &trouble);
	}
	if (is_of_the_file(status)) {
		run->account.unreadable++;
		return note_trouble(run, trouble.message, error);
	}
	if (status != STATUS_OK) {
		return error_set(error, status, "%s", trouble.message);
	}
	status = store_begin_source(run->store, file->display, bytes, sha256, error);
	if (status == STATUS_END) {
		run->account.known++;
		turns_tell(&run->turns, true, false);
		say(run, file->display, "has not changed since it was read");
		progress_add(&run->progress, bytes);
		return STATUS_OK;
	}
	return status == STATUS_OK ? read_begun(run, file, error) : status;
}

static enum status read_feed(struct run *run, size_t source, struct error *error)
{
	const struct feeds *feeds = run->feeds;
	const struct feed_files *files = &feeds->files[source];
	enum status status =
		store_add_feed(run->store, &feeds->plan->sources[source], source, error);
	if (status == STATUS_OK && files->error.status != STATUS_OK) {
		run->account.unreadable++;
		return note_trouble(run, files->error.message, error);
	}
	if (status == STATUS_OK) {
		status = turns_feed(&run->turns, source, error);
	}
	for (size_t i = 0; status == STATUS_OK && i < files->paths.count; i++) {
		run->settings = turns_file(&run->turns, i);
		status = *command_stop() != 0 ? error_set(error, STATUS_INTERRUPTED, "interrupted")
					      : read_file(run, &files->paths.items[i], error);
	}
	return status;
}

/* One warning for each pattern that gave up on some lines. */
static enum status note_limits(struct run *run, struct rules *rules, struct error *error)
{
	const struct rules_limit *limits = NULL;
	size_t count = rules_limits(rules, &limits);
	enum status status = STATUS_OK;
	for (size_t i = 0; status == STATUS_OK && i < count; i++) {
		char text[ERROR_MESSAGE_SIZE];
		(void)snprintf(text, sizeof text,
			       "%s: gave up on %" PRId64 " lines: too many ways to match",
			       limits[i].where, limits[i].lines);
		command_warn("%s", text);
		status = store_warn(run->store, "rules", text, error);
	}
	return status;
}

enum status reading_run(struct store *store, const struct feeds *feeds, struct rules *rules,
			struct reading *ret_reading, struct error *error)
{
	struct run run = {.store = store, .feeds = feeds};
	enum status status = STATUS_OK;
	progress_begin(&run.progress, feeds->options, feeds->bytes);
	turns_begin(&run.turns, feeds, &run.progress);
	for (size_t i = 0; status == STATUS_OK && i < feeds->plan->source_count; i++) {
		status = read_feed(&run, i, error);
	}
	turns_end(&run.turns);
	progress_end(&run.progress);
	if (status == STATUS_OK) {
		status = note_limits(&run, rules, error);
	}
	*ret_reading = run.account;
	return status;
}

/* The command line as one text, for the table `run`. */
static char *join_arguments(const struct options *options)
{
	char *text = NULL;
	size_t size = 0;
	FILE *stream = open_memstream(&text, &size);
	if (stream == NULL) {
		return NULL;
	}
	(void)fputs("overrun", stream);
	for (int i = 0; i < options->argument_count; i++) {
		(void)fprintf(stream, " %s", options->arguments[i]);
	}
	if (fclose(stream) != 0) {
		free(text);
		return NULL;
	}
	return text;
}

/* A database is one case's; what another had in it goes, and nobody may have meant that. */
static enum status warn_of_other_case(struct store *store, const struct plan *plan,
				      struct error *error)
{
	struct rows *rows = NULL;
	enum status status = rows_open(store, "SELECT id FROM case_file", &rows, error);
	if (status == STATUS_OK) {
		status = rows_next(rows, error);
	}
	if (status == STATUS_OK && !slice_is(rows_text(rows, 0), plan->id)) {
		command_warn("%s: was of the case %s: it is of %s from now on", store_path(store),
			     rows_text(rows, 0).data, plan->id);
	}
	rows_close(rows);
	return status == STATUS_END ? STATUS_OK : status;
}

/* What the case file says now. */
static enum status write_case(struct store *store, const struct feeds *feeds, struct error *error)
{
	const struct options *options = feeds->options;
	enum status status = warn_of_other_case(store, feeds->plan, error);
	if (status == STATUS_OK) {
		status = store_write_plan(store, feeds->plan, error);
	}
	if (status == STATUS_OK) {
		status = store_retire_feeds(store, feeds->plan, error);
	}
	if (status == STATUS_OK) {
		status = store_write_scope(store, options->since_at, options->until_at, error);
	}
	if (status == STATUS_OK &&
	    (options->since_at != TIMESTAMP_NONE || options->until_at != TIMESTAMP_NONE)) {
		char text[ERROR_MESSAGE_SIZE];
		(void)snprintf(text, sizeof text,
			       "limited to a span of time:%s%s%s%s: events outside it are counted, "
			       "but take no part in the method",
			       options->since != NULL ? " --since " : "",
			       options->since != NULL ? options->since : "",
			       options->until != NULL ? " --until " : "",
			       options->until != NULL ? options->until : "");
		status = store_warn(store, "case file", text, error);
	}
	return status;
}

/* A time of the command line: stamps without a year lie near it. */
static bool state_time(struct rules *rules, const char *key, timestamp at)
{
	char text[TIMESTAMP_TEXT_SIZE];
	timestamp_to_iso(at, 0, text);
	return at == TIMESTAMP_NONE || rules_state(rules, key, text);
}

/* Options that override the plan: files that were read with others are read again. */
static enum status state_options(struct rules *rules, const struct options *options,
				 struct error *error)
{
	bool is_done = rules_state(rules, "--tz", options->timezone) &&
		       state_time(rules, "--since", options->since_at) &&
		       state_time(rules, "--until", options->until_at);
	for (size_t i = 0; is_done && i < options->format_count; i++) {
		char *glob = slice_copy(options->formats[i].glob);
		is_done = glob != NULL && rules_state(rules, "--format", glob) &&
			  rules_state(rules, "is", options->formats[i].name);
		free(glob);
	}
	return is_done ? STATUS_OK : error_set(error, STATUS_NO_MEMORY, "out of memory");
}

enum status reading_open(const char *path, const struct feeds *feeds, struct store **ret_store,
			 struct rules **ret_rules, struct error *error)
{
	const struct store_options how = {
		.create = true, .fold = feeds->options->fold, .stop = command_stop()};
	struct store *store = NULL;
	struct rules *rules = NULL;
	char *arguments = join_arguments(feeds->options);
	enum status status = arguments == NULL ? error_set(error, STATUS_NO_MEMORY, "out of memory")
					       : rules_compile(feeds->plan, &rules, error);
	if (status == STATUS_OK) {
		status = state_options(rules, feeds->options, error);
	}
	if (status == STATUS_OK) {
		status = database_open(path, &how, &store, error);
	}
	if (status == STATUS_OK) {
		status = store_begin_run(store, OVERRUN_VERSION, arguments, error);
	}
	/* Logs that are only added leave the case file's tables as they are. */
	if (status == STATUS_OK && feeds->own_sources == NULL) {
		status = write_case(store, feeds, error);
	}
	free(arguments);
	if (status != STATUS_OK) {
		store_close(store);
		rules_free(rules);
		return status;
	}
	store_use_rules(store, feeds->plan, rules);
	*ret_store = store;
	*ret_rules = rules;
	return STATUS_OK;
}

void reading_close(struct store *store, struct rules *rules, enum status status)
{
	const char *state = status == STATUS_OK            ? "done"
			    : status == STATUS_INTERRUPTED ? "interrupted"
							   : "failed";
	if (store != NULL) {
		(void)store_end_run(store, state, NULL);
	}
	store_close(store);
	rules_free(rules);
}

enum exit_code reading_exit(const struct reading *reading)
{
	return reading->damaged + reading->unreadable > 0 ? EXIT_INPUT : EXIT_DONE;
}
