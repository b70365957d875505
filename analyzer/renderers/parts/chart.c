// SPDX-License-Identifier: MIT
/* Elements of SVG; positions in thousandths of a percent, reckoned in integers. */
#include "chart.h"

#include "characters.h"
#include "html_text.h"

enum {
	FULL = 100000,     /* 100 % */
	GLYPH_TENTHS = 63, /* of a pixel: a letter of the chart's 11-pixel face */
	GLYPH_WIDE = 115,  /* a Korean one */
	LEVEL_GAP = 8,     /* pixels between labels of one level */
	HEADING_HEIGHT = 20,
};

static int64_t share_of(const struct chart *chart, timestamp at)
{
	timestamp inside =
		at < chart->from_at ? chart->from_at : (at > chart->to_at ? chart->to_at : at);
	__extension__ __int128 width = FULL;
	return (int64_t)((inside - chart->from_at) * width / (chart->to_at - chart->from_at));
}

int chart_x(const struct chart *chart, timestamp at)
{
	return (int)(share_of(chart, at) * CHART_NOMINAL / FULL);
}

bool chart_same(const char *a, const char *b)
{
	return a != NULL && b != NULL && strcmp(a, b) == 0;
}

int chart_text_width(const char *text)
{
	struct slice rest = slice_from(text);
	int tenths = 0;
	while (rest.size > 0) {
		int columns = character_width(characters_next(&rest));
		tenths += columns == 2 ? GLYPH_WIDE : columns * GLYPH_TENTHS;
	}
	return tenths / 10 + 1;
}

int chart_level(struct chart_levels *levels, int x, int width)
{
	int level = 0;
	while (level < levels->used && level + 1 < CHART_LEVELS_MAX && levels->ends[level] > x) {
		level++;
	}
	levels->ends[level] = x + width + LEVEL_GAP;
	levels->used = level < levels->used ? levels->used : level + 1;
	return level;
}

static void put_share(FILE *out, const char *attribute, int64_t share)
{
	(void)fprintf(out, " %s=\"%lld.%03lld%%\"", attribute, (long long)(share / 1000),
		      (long long)(share % 1000));
}

void chart_put_x(const struct chart *chart, const char *attribute, timestamp at)
{
	put_share(chart->out, attribute, share_of(chart, at));
}

void chart_rect(const struct chart *chart, const char *class, timestamp from_at, timestamp to_at,
		int y, int height)
{
	enum { LEAST = FULL / 700 };
	if (to_at < chart->from_at || from_at > chart->to_at) {
		return;
	}
	int64_t x = share_of(chart, from_at);
	int64_t width = share_of(chart, to_at) - x;
	(void)fprintf(chart->out, "<rect class=\"%s\"", class);
	put_share(chart->out, "x", x);
	put_share(chart->out, "width", width < LEAST ? LEAST : width);
	(void)fprintf(chart->out, " y=\"%d\" height=\"%d\"/>\n", y, height);
}

void chart_line(const struct chart *chart, const char *class, timestamp from_at, int y,
		timestamp to_at, int to_y)
{
	(void)fprintf(chart->out, "<line class=\"%s\"", class);
	chart_put_x(chart, "x1", from_at);
	chart_put_x(chart, "x2", to_at);
	(void)fprintf(chart->out, " y1=\"%d\" y2=\"%d\"/>\n", y, to_y);
}

void chart_text(const struct chart *chart, const char *class, timestamp at, int dx, int y,
		const char *anchor, const char *text)
{
	(void)fprintf(chart->out, "<text class=\"%s\"", class);
	chart_put_x(chart, "x", at);
	(void)fprintf(chart->out, " dx=\"%d\" y=\"%d\" text-anchor=\"%s\">", dx, y, anchor);
	html_put_text(chart->out, text);
	(void)fputs("</text>\n", chart->out);
}

static void put_title(const struct chart *chart, const char *title)
{
	(void)fputs("<title>", chart->out);
	html_put_text(chart->out, title);
	(void)fputs("</title>\n", chart->out);
}

void chart_open_link(const struct chart *chart, const char *class, char mark, int number,
		     const char *title)
{
	(void)fprintf(chart->out, "<a class=\"%s\" href=\"#%c%d\">", class, mark, number);
	put_title(chart, title);
}

void chart_close_link(const struct chart *chart)
{
	(void)fputs("</a>\n", chart->out);
}

void chart_open_group(const struct chart *chart, const char *class, const char *title)
{
	(void)fprintf(chart->out, "<g class=\"%s\">", class);
	put_title(chart, title);
}

void chart_close_group(const struct chart *chart)
{
	(void)fputs("</g>\n", chart->out);
}

void chart_name(struct chart *chart, const char *class, int height, const char *title,
		const char *subtitle)
{
	if (chart->name_count < CHART_NAMES_MAX) {
		struct chart_name *name = &chart->names[chart->name_count++];
		*name = (struct chart_name){
			.class = class, .y = chart->y, .height = height, .title = title};
		struct slice text = slice_from(subtitle == NULL ? "" : subtitle);
		text = slice_first(text, CHART_SUBTITLE - 1); /* a cut character shows as U+FFFD */
		memcpy(name->subtitle, text.data, text.size);
	}
}

void chart_heading(struct chart *chart, const char *key)
{
	chart->y += HEADING_HEIGHT - 16;
	(void)fprintf(chart->out,
		      "<line class=\"rule\" x1=\"0\" x2=\"100%%\" y1=\"%d\" y2=\"%d\"/>\n",
		      chart->y, chart->y);
	chart->y += 2;
	chart_name(chart, "head", 16, words_label(chart->language, key), NULL);
	chart->y += 16;
}
