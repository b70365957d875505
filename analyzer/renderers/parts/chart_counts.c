// SPDX-License-Identifier: MIT
/*
 * What is counted per minute: requests of each service, and what firewalls refused.
 *
 *     payments   ▂▂▂▂▁▁▁▁▁▁▁▁▁▁▂▂▂   volume, failures in front of it
 *                ─────╲_________╱──   success, 100 % at the top
 */
#include "chart.h"

#include "html_text.h"

enum {
	BINS_MAX = 1200, /* as many as a wide screen tells apart */
	PANEL = 42,
	PANEL_LOW = 30,
	PANEL_GAP = 6,
	SCALE = 100,
	PANEL_SMALL = 16,
	SERVICES_TALL = 8, /* more of that height would leave no room for the night */
	SERVICES_MAX = 64, /* what is more is counted */
};

/* Sums over stretches of whole minutes, as many each as the chart is too narrow for. */
struct bins {
	int64_t success[BINS_MAX], failure[BINS_MAX];
	int64_t greatest;
	size_t count;
	int64_t width_us;
};

static void fill_bins(const struct chart *chart, const struct report_series *series,
		      struct bins *bins)
{
	int64_t minutes = (chart->to_at - chart->from_at + US_PER_MINUTE - 1) / US_PER_MINUTE;
	int64_t each = (minutes + BINS_MAX - 1) / BINS_MAX;
	*bins = (struct bins){.greatest = 1,
			      .count = (size_t)((minutes + each - 1) / each),
			      .width_us = each * US_PER_MINUTE};
	for (size_t i = 0; i < series->minute_count; i++) {
		const struct report_minute *minute = &series->minutes[i];
		if (minute->at >= chart->from_at && minute->at < chart->to_at) {
			size_t bin = (size_t)((minute->at - chart->from_at) / bins->width_us);
			bins->success[bin] += minute->success;
			bins->failure[bin] += minute->failure;
		}
	}
	for (size_t i = 0; i < bins->count; i++) {
		int64_t sum = bins->success[i] + bins->failure[i];
		bins->greatest = sum > bins->greatest ? sum : bins->greatest;
	}
}

/* The panel's own coordinates: a bin is one wide, all of its height is SCALE. The last bin may
 * reach beyond the chart. */
static void open_panel(const struct chart *chart, const struct bins *bins, int height)
{
	int64_t whole = chart->to_at - chart->from_at;
	__extension__ __int128 thousandth = whole;
	int64_t width = (int64_t)(thousandth * 1000 / bins->width_us);
	(void)fprintf(chart->out,
		      "<svg x=\"0\" y=\"%d\" width=\"100%%\" height=\"%d\" viewBox=\"0 0 "
		      "%lld.%03lld %d\" preserveAspectRatio=\"none\">\n",
		      chart->y, height, (long long)(width / 1000), (long long)(width % 1000),
		      SCALE);
}

/* Columns that touch are one shape: no seams. */
static void put_area(const struct chart *chart, const char *class, const struct bins *bins,
		     bool all)
{
	int64_t last = 0;
	(void)fprintf(chart->out, "<path class=\"%s\" d=\"M0 %d", class, SCALE);
	for (size_t i = 0; i < bins->count; i++) {
		int64_t sum = bins->failure[i] + (all ? bins->success[i] : 0);
		int64_t height = (sum * SCALE + bins->greatest - 1) / bins->greatest;
		if (height != last) {
			(void)fprintf(chart->out, "H%zuV%lld", i, (long long)(SCALE - height));
			last = height;
		}
	}
	(void)fprintf(chart->out, "H%zuV%dz\"/>\n", bins->count, SCALE);
}

/* Broken where nothing was asked. */
static void put_success(const struct chart *chart, const struct bins *bins)
{
	bool open = false;
	(void)fputs("<path class=\"rate\" d=\"", chart->out);
	for (size_t i = 0; i < bins->count; i++) {
		int64_t sum = bins->success[i] + bins->failure[i];
		if (sum == 0) {
			open = false;
			continue;
		}
		int64_t height = bins->success[i] * SCALE / sum;
		(void)fprintf(chart->out, "%c%zu.5 %lld", open ? 'L' : 'M', i,
			      (long long)(SCALE - height));
		open = true;
	}
	(void)fputs("\"/>\n", chart->out);
}

/* What a panel shows, for who does not see it: "payments: success 30123, failure 27000". */
static void say_panel(const struct chart *chart, const char *title, const struct bins *bins,
		      char *buffer)
{
	int64_t success = 0;
	int64_t failure = 0;
	for (size_t i = 0; i < bins->count; i++) {
		success += bins->success[i];
		failure += bins->failure[i];
	}
	if (success == 0) {
		(void)snprintf(buffer, WORDS_SENTENCE_SIZE, "%s: %lld", title, (long long)failure);
		return;
	}
	(void)snprintf(buffer, WORDS_SENTENCE_SIZE, "%s: %s %lld, %s %lld", title,
		       words_label(chart->language, "success"), (long long)success,
		       words_label(chart->language, "failure"), (long long)failure);
}

/* "peak 118/min", "peak 28 in 3 min" */
static void say_peak(const struct chart *chart, const struct bins *bins, char *buffer)
{
	const char *peak = words_label(chart->language, "peak");
	const char *min = words_label(chart->language, "min");
	if (bins->width_us == US_PER_MINUTE) {
		(void)snprintf(buffer, CHART_SUBTITLE, "%s %lld/%s", peak,
			       (long long)bins->greatest, min);
	} else {
		(void)snprintf(buffer, CHART_SUBTITLE, "%s %lld / %lld %s", peak,
			       (long long)bins->greatest,
			       (long long)(bins->width_us / US_PER_MINUTE), min);
	}
}

static void put_panel(struct chart *chart, const struct report_series *series, bool is_traffic,
		      int height)
{
	struct bins bins;
	char subtitle[CHART_SUBTITLE];
	char text[WORDS_SENTENCE_SIZE];
	fill_bins(chart, series, &bins);
	say_peak(chart, &bins, subtitle);
	const char *title = is_traffic ? series->name : words_label(chart->language, "denials");
	if (strcmp(title, "all requests") == 0) {
		title = words_label(chart->language, "all_requests");
	}
	chart_name(chart, height < PANEL_LOW ? "panel" : "panel tall", height, title, subtitle);
	say_panel(chart, title, &bins, text);
	chart_open_group(chart, "panel", text);
	open_panel(chart, &bins, height);
	if (is_traffic) {
		put_area(chart, "volume", &bins, true);
	}
	put_area(chart, is_traffic ? "failed" : "denied", &bins, false);
	if (is_traffic) {
		put_success(chart, &bins);
	}
	(void)fputs("</svg>\n", chart->out);
	chart_close_group(chart);
	(void)fprintf(chart->out,
		      "<line class=\"base\" x1=\"0\" x2=\"100%%\" y1=\"%d\" y2=\"%d\"/>\n",
		      chart->y + height, chart->y + height);
	chart->y += height + PANEL_GAP;
}

/* What there is no panel for is at least said. */
static void say_more(struct chart *chart, size_t count)
{
	char more[CHART_SUBTITLE];
	(void)snprintf(more, sizeof more, "+%zu", count);
	chart_name(chart, "lane", CHART_LANE, "…", more);
	chart->y += CHART_LANE;
}

void chart_counts(struct chart *chart)
{
	const struct report *report = chart->report;
	if (report->traffic_count + report->denial_count == 0) {
		return;
	}
	chart_heading(chart, "requests");
	for (size_t i = 0; i < report->traffic_count && i < SERVICES_MAX; i++) {
		put_panel(chart, &report->traffic[i], true,
			  i < SERVICES_TALL ? PANEL : PANEL_SMALL);
	}
	if (report->traffic_count > SERVICES_MAX) {
		say_more(chart, report->traffic_count - SERVICES_MAX);
	}
	for (size_t i = 0; i < report->denial_count; i++) {
		put_panel(chart, &report->denials[i], false, PANEL_LOW);
	}
}

static void put_list(FILE *out, const int64_t *items, size_t count)
{
	(void)fputc('[', out);
	for (size_t i = 0; i < count; i++) {
		(void)fprintf(out, "%s%lld", i == 0 ? "" : ",", (long long)items[i]);
	}
	(void)fputc(']', out);
}

void chart_put_counts(const struct chart *chart, FILE *out)
{
	const struct report *report = chart->report;
	struct bins bins;
	bool first = true;
	(void)fputc('[', out);
	for (size_t i = 0; i < report->traffic_count + report->denial_count; i++) {
		bool traffic = i < report->traffic_count;
		if (traffic && i >= SERVICES_MAX) {
			continue;
		}
		fill_bins(chart,
			  traffic ? &report->traffic[i]
				  : &report->denials[i - report->traffic_count],
			  &bins);
		(void)fprintf(out, "%s{\"s\":%lld,\"ok\":", first ? "" : ",",
			      (long long)(bins.width_us / US_PER_S));
		put_list(out, bins.success, traffic ? bins.count : 0);
		(void)fputs(",\"bad\":", out);
		put_list(out, bins.failure, bins.count);
		(void)fputc('}', out);
		first = false;
	}
	(void)fputc(']', out);
}
