// SPDX-License-Identifier: MIT
/* The model's results as JSON. */
#include "night_told.h"

#include <string.h>

static void print_causes(FILE *file, const char *name, const double value[MODEL_CAUSES])
{
	(void)fprintf(file,
		      " \"%s\": {\"staffing\": %.6f, \"procedure\": %.6f, \"technical\": %.6f,"
		      " \"undetermined\": %.6f},\n",
		      name, value[MODEL_S], value[MODEL_P], value[MODEL_T], value[MODEL_U]);
}

static void print_instances(const struct model_night *night, FILE *file)
{
	(void)fprintf(file, " \"ends\": {");
	for (int i = 0; i < night->instance_count; i++) {
		const struct model_instance *one = &night->instance[i];
		(void)fprintf(file, "%s\n  \"%s/%d\": [%lld, %lld]", i == 0 ? "" : ",", one->step,
			      one->attempt, (long long)one->start, (long long)one->end);
	}
	(void)fprintf(file, "},\n");
}

static bool same_moment(const struct model_moment *a, const struct model_moment *b)
{
	bool same = a->lost == b->lost && (!a->lost || a->leaf_count == b->leaf_count);
	for (int i = 0; same && a->lost && i < a->leaf_count; i++) {
		same = model_same(a->leaf[i].name, b->leaf[i].name);
	}
	return same;
}

static void print_span(const struct model_night *night, const struct model_path *path, int instance,
		       int64_t from, int64_t to, FILE *file)
{
	const struct model_moment *moment = model_at(night, instance, from);
	(void)fprintf(file, "{\"weight\": %.6f, \"a\": %lld, \"b\": %lld, \"step\": \"%s\"",
		      path->weight, (long long)from, (long long)to,
		      instance == MODEL_NONE ? "" : night->instance[instance].step);
	(void)fprintf(file, ", \"state\": \"%s\", \"leaves\": [",
		      moment->lost ? "lost" : "planned");
	for (int i = 0; moment->lost && i < moment->leaf_count; i++) {
		(void)fprintf(file, "%s\"%s\"", i == 0 ? "" : ", ", moment->leaf[i].name);
	}
	(void)fprintf(file, "]}");
}

static void print_path(const struct model_night *night, const struct model_path *path, bool first,
		       FILE *file)
{
	for (int i = path->segment_count - 1; i >= 0; i--) {
		const struct model_segment *segment = &path->segment[i];
		int64_t from = segment->from;
		for (int64_t at = from; at < segment->to; at += night->tick) {
			int64_t next = at + night->tick;
			if (next < segment->to &&
			    same_moment(model_at(night, segment->instance, from),
					model_at(night, segment->instance, next))) {
				continue;
			}
			(void)fprintf(file, "%s\n  ", first ? "" : ",");
			print_span(night, path, segment->instance, from, next, file);
			first = false;
			from = next;
		}
	}
}

void night_print(const struct model_night *night, FILE *file)
{
	(void)fprintf(file, "{\"restoration\": %lld, \"censored\": %s, \"overrun_s\": %lld,\n",
		      (long long)night->restored, night->censored ? "true" : "false",
		      (long long)night->overrun);
	(void)fprintf(file, " \"overrun_extended_s\": %lld, \"paths\": %d, \"too_many\": %s,\n",
		      (long long)night->overrun_extended, night->path_count,
		      night->path_overflow ? "true" : "false");
	static const char *const names[] = {"staffing", "procedure", "technical"};
	(void)fprintf(file, " \"main_cause\": \"%s\",\n",
		      night->main_cause == MODEL_NONE ? "" : names[night->main_cause]);
	print_causes(file, "headline_s", night->headline);
	print_causes(file, "chronological_s", night->chronological);
	print_causes(file, "shapley_s", night->shapley);
	(void)fprintf(file, " \"but_for\": {");
	for (unsigned i = 0; i < 16; i++) {
		(void)fprintf(file, "%s\"%s%s%s%s\": %lld", i == 0 ? "" : ", ", i & 1U ? "S" : "",
			      i & 2U ? "P" : "", i & 4U ? "T" : "", i & 8U ? "U" : "",
			      (long long)night->without[i]);
	}
	(void)fprintf(file, "},\n");
	print_instances(night, file);
	(void)fprintf(file, " \"path\": [");
	for (int i = 0; i < night->path_count; i++) {
		print_path(night, &night->path[i], i == 0, file);
	}
	(void)fprintf(file, "]}\n");
}
