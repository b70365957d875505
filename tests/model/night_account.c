// SPDX-License-Identifier: MIT
/* The results of the program and of the model in the same words. */
#include "night_store.h"

#include "rows.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { US = 1000000, LINES = 256, LINE_SIZE = 4096 };

struct account { /* lines that are sorted when printed */
	char line[LINES][LINE_SIZE];
	int count;
};

static void add(char *text, size_t size, const char *format, ...)
{
	size_t used = strlen(text);
	va_list values;
	va_start(values, format);
	(void)vsnprintf(text + used, size - used, format, values);
	va_end(values);
}

static int compare_lines(const void *a, const void *b)
{
	return strcmp(a, b);
}

static void print(struct account *account, char text[ACCOUNT_SIZE])
{
	size_t used = 0;
	text[0] = '\0';
	qsort(account->line, (size_t)account->count, LINE_SIZE, compare_lines);
	for (int i = 0; i < account->count && used + LINE_SIZE < ACCOUNT_SIZE; i++) {
		used += (size_t)snprintf(text + used, ACCOUNT_SIZE - used, "%s\n",
					 account->line[i]);
	}
	free(account);
}

static const struct {
	const char *name;
	int cause;
} causes[] = {{"staffing", MODEL_S},
	      {"procedure", MODEL_P},
	      {"technical", MODEL_T},
	      {"undetermined", MODEL_U}};

static enum status read_numbers(struct store *store, struct numbers *numbers, struct error *error)
{
	struct rows *rows = NULL;
	memset(numbers, 0, sizeof(*numbers));
	enum status status =
		rows_open(store, "SELECT start_at, end_at, restored_at, overrun_us FROM overrun",
			  &rows, error);
	if (status == STATUS_OK && rows_next(rows, error) == STATUS_OK) {
		numbers->start = rows_int(rows, 0);
		numbers->end = rows_int(rows, 1);
		numbers->restored = rows_int(rows, 2);
		numbers->overrun = rows_int(rows, 3);
	}
	rows_close(rows);
	rows = NULL;
	status = status != STATUS_OK
			 ? status
			 : rows_open(store,
				     "SELECT position - 1, headline_us, chronological_us,"
				     " COALESCE(shapley_us, 0), COALESCE(grade, 'D')"
				     " FROM share JOIN cause USING (cause)",
				     &rows, error);
	while (status == STATUS_OK && rows_next(rows, error) == STATUS_OK) {
		int64_t cause = rows_int(rows, 0);
		numbers->headline[cause] = (double)rows_int(rows, 1);
		numbers->chronological[cause] = (double)rows_int(rows, 2);
		numbers->shapley[cause] = (double)rows_int(rows, 3);
		numbers->grade[cause] = rows_text(rows, 4).data[0];
	}
	rows_close(rows);
	rows = NULL;
	status = status != STATUS_OK
			 ? status
			 : rows_open(store, "SELECT removed, end_at FROM butfor", &rows, error);
	while (status == STATUS_OK && rows_next(rows, error) == STATUS_OK) {
		numbers->without[rows_int(rows, 0)] = rows_int(rows, 1);
	}
	rows_close(rows);
	rows = NULL;
	status = status != STATUS_OK
			 ? status
			 : rows_open(store, "SELECT COALESCE(main_cause, reason) FROM verdict",
				     &rows, error);
	if (status == STATUS_OK && rows_next(rows, error) == STATUS_OK) {
		struct slice verdict = rows_text(rows, 0);
		(void)snprintf(numbers->verdict, sizeof(numbers->verdict), "%.*s",
			       (int)verdict.size, verdict.data);
	}
	rows_close(rows);
	return status;
}

static enum status read_instances(struct store *store, int64_t start, char text[ACCOUNT_SIZE],
				  struct error *error)
{
	struct account *account = calloc(1, sizeof(*account));
	struct rows *rows = NULL;
	enum status status = rows_open(store,
				       "SELECT step, attempt, start_at, end_at, enable_at, outcome,"
				       " observed FROM instance",
				       &rows, error);
	while (status == STATUS_OK && rows_next(rows, error) == STATUS_OK) {
		(void)snprintf(account->line[account->count++], LINE_SIZE,
			       "%s/%lld %lld-%lld from %lld %s%s", rows_text(rows, 0).data,
			       (long long)rows_int(rows, 1),
			       (long long)(rows_int(rows, 2) - start) / US,
			       (long long)(rows_int(rows, 3) - start) / US,
			       (long long)(rows_int(rows, 4) - start) / US, rows_text(rows, 5).data,
			       rows_int(rows, 6) == 0 ? " unobserved" : "");
	}
	rows_close(rows);
	print(account, text);
	return status;
}

/* Joins spans that say the same. */
struct joiner {
	char *line;
	char what[512];
	long long from, to;
};

static void join(struct joiner *joiner, long long from, long long to, const char *what)
{
	if (what != NULL && joiner->to == from && strcmp(joiner->what, what) == 0) {
		joiner->to = to;
		return;
	}
	if (joiner->what[0] != '\0') {
		add(joiner->line, LINE_SIZE, "; %lld-%lld %s", joiner->from, joiner->to,
		    joiner->what);
	}
	joiner->from = from;
	joiner->to = to;
	(void)snprintf(joiner->what, sizeof(joiner->what), "%s", what == NULL ? "" : what);
}

static const char paths_sql[] =
	"SELECT p.path, 1.0 * w.weight / (SELECT SUM(weight) FROM path_weight), p.from_at, p.to_at,"
	" COALESCE(i.step || '/' || i.attempt, 'tail') || ' ' || l.state || COALESCE((SELECT"
	" group_concat(leaf, '') FROM (SELECT DISTINCT ' ' || leaf AS leaf FROM label_leaf WHERE"
	" label = l.id AND l.state = 'lost' ORDER BY leaf)), '')"
	" FROM path_label AS p JOIN path_weight AS w USING (path) JOIN label AS l ON l.id = p.label"
	" LEFT JOIN instance AS i ON i.id = l.instance WHERE p.to_at > p.from_at"
	" ORDER BY p.path, p.from_at";

static const char labels_sql[] =
	"SELECT l.instance, 1.0, l.from_at, l.to_at, i.step || '/' || i.attempt || ' ' || l.state "
	"||"
	" COALESCE((SELECT group_concat(leaf, '') FROM (SELECT DISTINCT ' ' || leaf AS leaf FROM"
	" label_leaf WHERE label = l.id AND l.state = 'lost' ORDER BY leaf)), '')"
	" FROM label AS l JOIN instance AS i ON i.id = l.instance"
	" WHERE l.phase IN ('wait', 'stop', 'work') AND l.to_at > l.from_at ORDER BY 1, 3";

/* One line for each path, or each instance, of spans that say what they are. */
static enum status read_spans(struct store *store, const char *sql, const char *head, int64_t start,
			      char text[ACCOUNT_SIZE], struct error *error)
{
	struct account *account = calloc(1, sizeof(*account));
	struct joiner joiner = {0};
	struct rows *rows = NULL;
	int64_t row = -1;
	enum status status = rows_open(store, sql, &rows, error);
	while (status == STATUS_OK && rows_next(rows, error) == STATUS_OK) {
		if (rows_int(rows, 0) != row) {
			row = rows_int(rows, 0);
			join(&joiner, 0, 0, NULL);
			joiner.line = account->line[account->count++];
			add(joiner.line, LINE_SIZE, head, rows_real(rows, 1));
		}
		join(&joiner, (long long)(rows_int(rows, 2) - start) / US,
		     (long long)(rows_int(rows, 3) - start) / US, rows_text(rows, 4).data);
	}
	join(&joiner, 0, 0, NULL);
	rows_close(rows);
	print(account, text);
	return status;
}

enum status night_read(struct store *store, struct numbers *ret_numbers, struct texts *texts,
		       struct error *error)
{
	enum status status = read_numbers(store, ret_numbers, error);
	if (status == STATUS_OK) {
		status = read_instances(store, ret_numbers->start, texts->instances, error);
	}
	if (status == STATUS_OK) {
		status =
			read_spans(store, labels_sql, "", ret_numbers->start, texts->labels, error);
	}
	if (status == STATUS_OK) {
		status = read_spans(store, paths_sql, "weight %.5f", ret_numbers->start,
				    texts->paths, error);
	}
	return status;
}

static int compare_names(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void name_moment(const struct model_night *night, int instance,
			const struct model_moment *moment, char what[512])
{
	const char *names[MODEL_LEAVES];
	what[0] = '\0';
	if (instance == MODEL_NONE) {
		add(what, 512, "tail");
	} else {
		add(what, 512, "%s/%d", night->instance[instance].step,
		    night->instance[instance].attempt);
	}
	add(what, 512, moment->lost ? " lost" : " planned");
	int count = moment->lost ? moment->leaf_count : 0;
	for (int i = 0; i < count; i++) {
		names[i] = moment->leaf[i].name;
	}
	qsort(names, (size_t)count, sizeof(names[0]), compare_names);
	for (int i = 0; i < count; i++) {
		if (i == 0 || strcmp(names[i], names[i - 1]) != 0) {
			add(what, 512, " %s", names[i]);
		}
	}
}

static void account_labels(const struct model_night *night, char labels[ACCOUNT_SIZE])
{
	struct account *account = calloc(1, sizeof(*account));
	for (int i = 0; i < night->instance_count; i++) {
		const struct model_instance *one = &night->instance[i];
		struct joiner joiner = {.line = account->line[account->count]};
		for (int64_t at = one->enable; at < one->end; at += night->tick) {
			char what[512];
			name_moment(night, i, model_at(night, i, at), what);
			join(&joiner, at - night->start, at + night->tick - night->start, what);
		}
		join(&joiner, 0, 0, NULL);
		account->count += joiner.line[0] != '\0';
	}
	print(account, labels);
}

static void account_paths(const struct model_night *night, char paths[ACCOUNT_SIZE])
{
	struct account *account = calloc(1, sizeof(*account));
	for (int i = 0; i < night->path_count; i++) {
		const struct model_path *path = &night->path[i];
		struct joiner joiner = {.line = account->line[account->count++]};
		add(joiner.line, LINE_SIZE, "weight %.5f", path->weight);
		for (int j = path->segment_count - 1; j >= 0; j--) {
			const struct model_segment *segment = &path->segment[j];
			for (int64_t at = segment->from; at < segment->to; at += night->tick) {
				char what[512];
				name_moment(night, segment->instance,
					    model_at(night, segment->instance, at), what);
				join(&joiner, at - night->start, at + night->tick - night->start,
				     what);
			}
		}
		join(&joiner, 0, 0, NULL);
	}
	print(account, paths);
}

void night_account(const struct model_night *night, struct numbers *ret_numbers,
		   struct texts *texts)
{
	struct account *account = calloc(1, sizeof(*account));
	for (int i = 0; i < night->instance_count; i++) {
		const struct model_instance *one = &night->instance[i];
		(void)snprintf(account->line[account->count++], LINE_SIZE,
			       "%s/%d %lld-%lld from %lld %s%s", one->step, one->attempt,
			       (long long)(one->start - night->start),
			       (long long)(one->end - night->start),
			       (long long)(one->enable - night->start), one->outcome,
			       one->observed ? "" : " unobserved");
	}
	print(account, texts->instances);
	account_labels(night, texts->labels);
	account_paths(night, texts->paths);
	memset(ret_numbers, 0, sizeof(*ret_numbers));
	ret_numbers->start = night->start * US;
	ret_numbers->end = night->end * US;
	ret_numbers->restored = night->restored * US;
	ret_numbers->overrun = night->overrun * US;
	for (int i = 0; i < 16; i++) {
		ret_numbers->without[i] = night->without[i] * US;
	}
	for (int i = 0; i < MODEL_CAUSES; i++) {
		ret_numbers->headline[i] = night->headline[i] * US;
		ret_numbers->chronological[i] = night->chronological[i] * US;
		ret_numbers->shapley[i] = night->overrun > 0 ? night->shapley[i] * US : 0;
	}
	(void)snprintf(ret_numbers->verdict, sizeof(ret_numbers->verdict), "%s",
		       night->main_cause == MODEL_NONE ? night->reason
						       : causes[night->main_cause].name);
}

void night_describe(const struct random_night *random, char text[ACCOUNT_SIZE])
{
	const struct model_night *night = &random->night;
	text[0] = '\0';
	add(text, ACCOUNT_SIZE, "window 0-%lld\n", (long long)(night->end - night->start));
	for (int i = 0; i < night->step_count; i++) {
		const struct model_step *step = &night->step[i];
		add(text, ACCOUNT_SIZE, "%s %s allow %lld after", step->name, step->role,
		    (long long)step->allow);
		for (int j = 0; j < step->after_count; j++) {
			add(text, ACCOUNT_SIZE, " %s", step->after[j]);
		}
		add(text, ACCOUNT_SIZE, " on %s quiet %lld crew %d%s%s", step->resource[0],
		    (long long)step->quiet, step->crew, step->restores ? "" : " beside",
		    step->expects_count > 0 ? " expects link.down" : "");
		add(text, ACCOUNT_SIZE, " check %lld approval %s not before %lld\n",
		    (long long)step->check, step->approval,
		    step->not_before == MODEL_NONE ? -1LL
						   : (long long)(step->not_before - night->start));
	}
	for (int i = 0; i < night->role_count; i++) {
		const struct model_role *role = &night->role[i];
		add(text, ACCOUNT_SIZE, "role %s due %lld%s\n", role->name,
		    role->due == MODEL_NONE ? -1LL : (long long)(role->due - night->start),
		    role->presence == MODEL_NONE ? ", not watched" : "");
	}
	for (int i = 0; i < night->cover_count; i++) {
		add(text, ACCOUNT_SIZE, "%s alive %lld-%lld\n",
		    night->feed[night->cover[i].feed].name,
		    (long long)(night->cover[i].from - night->start),
		    (long long)(night->cover[i].to - night->start));
	}
	for (int i = 0; i < night->fact_count; i++) {
		const struct model_fact *fact = &night->fact[i];
		if (!model_same(fact->signal, "step.activity")) {
			add(text, ACCOUNT_SIZE, "%6lld %s %s %s %s %s %s %s %s %s\n",
			    (long long)(fact->at - night->start), night->feed[fact->feed].name,
			    fact->signal, fact->step, fact->actor, fact->object, fact->reason,
			    fact->ident, fact->recipient, fact->after);
		}
	}
}
