// SPDX-License-Identifier: MIT
/*
 * Writes reports. A report is written beside its place and moved there when it is complete: a run
 * that is interrupted leaves the old one or none, never half of one.
 */
#include "writing.h"

#include "renderer.h"
#include "reread.h"
#include "screen.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MODE_ALL = 0666 }; /* of a report, less the umask */

/* A list of what -o may end with: ".csv, .html, …". */
static void list_endings(char *buffer, size_t size)
{
	size_t used = 0;
	buffer[0] = '\0';
	for (size_t i = 0; i < renderer_count && used < size; i++) {
		const char *ending = renderer_table[i]->ending;
		if (ending != NULL && ending[0] != '\0') {
			used += (size_t)snprintf(buffer + used, size - used, "%s%s",
						 used == 0 ? "" : ", ", ending);
		}
	}
}

enum status writing_check(const struct options *options, struct error *error)
{
	for (size_t i = 0; i < options->output_count; i++) {
		const char *path = options->outputs[i];
		struct stat state;
		if (renderer_find(path) == NULL) {
			char endings[ERROR_MESSAGE_SIZE / 4];
			list_endings(endings, sizeof endings);
			return error_set(
				error, STATUS_USAGE,
				"-o %s: no report is called like this: end it in one of %s", path,
				endings);
		}
		if (stat(path, &state) != 0) {
			continue;
		}
		if (S_ISDIR(state.st_mode)) {
			return error_set(error, STATUS_USAGE, "-o %s: is a folder", path);
		}
		if (S_ISREG(state.st_mode) && !options->force) {
			return error_set(error, STATUS_USAGE,
					 "-o %s: exists already: give --force to overwrite it",
					 path);
		}
	}
	return STATUS_OK;
}

enum status writing_load(struct store *store, const char *directory, struct report **ret_report,
			 struct error *error)
{
	struct report *report = NULL;
	struct reread reread = {.directory = directory, .store = store};
	enum status status = report_load(store, &report, error);
	if (status == STATUS_OK) {
		status = report_resolve(report, reread_lines, &reread, error);
	}
	if (status != STATUS_OK) {
		report_free(report);
		return status;
	}
	*ret_report = report;
	return STATUS_OK;
}

/* Like a database that cannot be written: no input is at fault. */
static enum status io_error(const char *path, struct error *error)
{
	return error_set(error, STATUS_DATABASE, "%s: %s", path, strerror(errno));
}

/* A pipe or a device: written as it comes. */
static enum status write_special(const struct report *report, const struct renderer *renderer,
				 const struct render_options *how, const char *path,
				 struct error *error)
{
	FILE *out = fopen(path, "we");
	if (out == NULL) {
		return io_error(path, error);
	}
	struct error cause = {0};
	enum status status = renderer->render(report, how, out, &cause);
	if (status != STATUS_OK) {
		(void)error_set(error, status, "%s: %s", path, cause.message);
	}
	if (fclose(out) != 0 && status == STATUS_OK) {
		status = io_error(path, error);
	}
	return status;
}

/* Into the open temporary file; closes it in any case. */
static enum status write_temporary(const struct report *report, const struct renderer *renderer,
				   const struct render_options *how, int file, const char *path,
				   struct error *error)
{
	mode_t mask = umask(0);
	(void)umask(mask);
	(void)fchmod(file, MODE_ALL & ~mask);
	FILE *out = fdopen(file, "w");
	if (out == NULL) {
		enum status status = io_error(path, error);
		(void)close(file);
		return status;
	}
	struct error cause = {0};
	enum status status = renderer->render(report, how, out, &cause);
	if (status != STATUS_OK) {
		(void)error_set(error, status, "%s: %s", path, cause.message);
	} else if (fflush(out) != 0 || fsync(fileno(out)) != 0) {
		status = io_error(path, error);
	}
	if (fclose(out) != 0 && status == STATUS_OK) {
		status = io_error(path, error);
	}
	return status;
}

/* Without --force a report that has come into being meanwhile stays, too. */
static enum status move(const char *from, const char *to, bool force, struct error *error)
{
	int result = force ? rename(from, to)
			   : renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE);
	if (result != 0 && !force && errno == EINVAL) {
		/* A file system without this: a hard link does not replace either. */
		result = link(from, to) == 0 ? unlink(from) : -1;
	}
	return result == 0 ? STATUS_OK : io_error(to, error);
}

static enum status write_file(const struct report *report, const struct render_options *how,
			      const char *path, bool force, struct error *error)
{
	struct stat state;
	const struct renderer *renderer = renderer_find(path);
	if (stat(path, &state) == 0 && !S_ISREG(state.st_mode)) {
		return write_special(report, renderer, how, path, error);
	}
	char *temporary = NULL;
	if (asprintf(&temporary, "%s.XXXXXX", path) < 0) {
		return error_set(error, STATUS_NO_MEMORY, "out of memory");
	}
	enum status status = STATUS_OK;
	int file = mkostemp(temporary, O_CLOEXEC);
	if (file < 0) {
		status = io_error(path, error);
		free(temporary);
		return status;
	}
	status = write_temporary(report, renderer, how, file, path, error);
	if (status == STATUS_OK) {
		status = move(temporary, path, force, error);
	}
	if (status != STATUS_OK) {
		(void)unlink(temporary);
	}
	free(temporary);
	return status;
}

static bool wants_color(const struct options *options)
{
	const char *no_color = getenv("NO_COLOR");
	const char *terminal = getenv("TERM");
	if (options->color != COLOR_AUTO) {
		return options->color == COLOR_ALWAYS;
	}
	return isatty(STDOUT_FILENO) != 0 && (no_color == NULL || no_color[0] == '\0') &&
	       (terminal == NULL || strcmp(terminal, "dumb") != 0);
}

static int terminal_width(void)
{
	struct winsize size;
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0) {
		return 0;
	}
	return size.ws_col < RENDER_WIDTH_MIN   ? 0
	       : size.ws_col > RENDER_WIDTH_MAX ? RENDER_WIDTH_MAX
						: size.ws_col;
}

/* The summary is a renderer like the others; without one the answer in a sentence. */
static enum status print_summary(const struct report *report, const struct render_options *how,
				 struct error *error)
{
	const struct renderer *renderer = renderer_named(slice_from("text"));
	if (renderer != NULL) {
		struct error cause = {0};
		enum status status = renderer->render(report, how, stdout, &cause);
		return status == STATUS_OK
			       ? status
			       : error_set(error, status, "standard output: %s", cause.message);
	}
	char sentence[WORDS_SENTENCE_SIZE];
	words_answer(how->language, report, sentence);
	(void)puts(sentence);
	for (size_t i = 0; report->split && i < CAUSE_COUNT; i++) {
		words_category(how->language, report, i, sentence);
		(void)puts(sentence);
	}
	words_verdict(how->language, report, sentence);
	(void)puts(sentence);
	return STATUS_OK;
}

enum status writing_reports(const struct report *report, const struct options *options,
			    struct error *error)
{
	struct render_options how = {.language = options->language};
	for (size_t i = 0; i < options->output_count; i++) {
		enum status status =
			write_file(report, &how, options->outputs[i], options->force, error);
		if (status != STATUS_OK) {
			return status;
		}
	}
	if (options->quiet) {
		return STATUS_OK;
	}
	how.color = wants_color(options);
	how.width = terminal_width();
	return print_summary(report, &how, error);
}

bool writing_exceeds(const struct report *report, const struct options *options)
{
	bool exceeds = false;
	for (size_t i = 0; i < options->threshold_count; i++) {
		const struct threshold *threshold = &options->thresholds[i];
		int64_t part = 0;
		int64_t whole = 0;
		bool is_over = false;
		switch (threshold->kind) {
		case THRESHOLD_OVERRUN:
			is_over = report->overrun.us > threshold->value;
			break;
		case THRESHOLD_UNDETERMINED:
			part = report->causes[CAUSE_UNDETERMINED].headline.s;
			whole = report->overrun.s;
			break;
		case THRESHOLD_REJECTED:
			part = report->tally.rejected;
			whole = report->tally.lines;
			break;
		}
		is_over = is_over ||
			  (whole > 0 &&
			   (double)part * 1000.0 > (double)whole * (double)threshold->value);
		if (is_over) {
			command_warn("--fail-on %s: exceeded", threshold->text);
		}
		exceeds = exceeds || is_over;
	}
	return exceeds;
}
