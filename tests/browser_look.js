/* What a reader would see, as functions that answer with a list of complaints. */
var look = {
	shown: function (element) {
		var style = getComputedStyle(element);
		var box = element.getBoundingClientRect();
		return style.display !== "none" && style.visibility !== "hidden" && box.width > 0 && box.height > 0;
	},

	/* Nothing wider than the page, but for what scrolls by itself. */
	overflow: function () {
		var wide = document.documentElement.clientWidth;
		var out = [];
		if (document.documentElement.scrollWidth > wide) { out.push("page " + document.documentElement.scrollWidth + " > " + wide); }
		document.querySelectorAll("body *").forEach(function (element) {
			if (element.closest(".plot, .table, .skip, .lost thead, .names") || !look.shown(element)) { return; }
			var right = element.getBoundingClientRect().right;
			if (right > wide + 1) { out.push(element.tagName + "." + element.className + " " + Math.round(right) + " > " + wide); }
		});
		return out.slice(0, 5);
	},

	/* Chart texts that cover one another by more than two pixels. */
	overlaps: function () {
		var boxes = [];
		var out = [];
		document.querySelectorAll("svg.night text").forEach(function (text) {
			if (look.shown(text)) { boxes.push([text.getBoundingClientRect(), text.textContent]); }
		});
		for (var i = 0; i < boxes.length; i++) {
			for (var j = 0; j < i; j++) {
				var a = boxes[i][0], b = boxes[j][0];
				var wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
				var high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
				if (wide > 2 && high > 4) { out.push(boxes[j][1] + " / " + boxes[i][1]); }
			}
		}
		return out.slice(0, 5);
	},

	parse: function (color) {
		var numbers = color.match(/[\d.]+/g).map(Number);
		return color.indexOf("color(") === 0 ? [numbers[0] * 255, numbers[1] * 255, numbers[2] * 255, numbers.length > 3 ? numbers[3] : 1]
			: [numbers[0], numbers[1], numbers[2], numbers.length > 3 ? numbers[3] : 1];
	},
	luminance: function (color) {
		var parts = color.slice(0, 3).map(function (part) {
			part /= 255;
			return part <= 0.03928 ? part / 12.92 : Math.pow((part + 0.055) / 1.055, 2.4);
		});
		return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2];
	},
	ratio: function (a, b) {
		var one = look.luminance(a), other = look.luminance(b);
		return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
	},
	ground: function (element) {
		for (; element; element = element.parentElement) {
			var color = look.parse(getComputedStyle(element).backgroundColor);
			if (color[3] > 0.5) { return color; }
		}
		return [255, 255, 255, 1];
	},

	/* WCAG 2.2, 1.4.3: 4.5 to 1, also in the chart, where a label stands on its span. */
	contrast: function () {
		var out = {};
		var walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
		for (var node = walker.nextNode(); node; node = walker.nextNode()) {
			var element = node.parentElement;
			if (!node.data.trim() || element.closest("script, title") || !look.shown(element)) { continue; }
			var in_chart = element.closest("svg");
			var style = getComputedStyle(element);
			var ink = look.parse(in_chart ? style.fill : style.color);
			var ground = look.ground(element);
			if (in_chart && element.classList.contains("in")) {
				var fill = getComputedStyle(element.parentElement.querySelector("rect")).fill;
				if (fill.indexOf("url") >= 0) { fill = getComputedStyle(document.querySelector(".unknown-ground")).fill; }
				ground = look.parse(fill);
			}
			if (look.ratio(ink, ground) < 4.5) { out[element.tagName + "." + (element.getAttribute("class") || "") + " " + node.data.trim().slice(0, 20)] = look.ratio(ink, ground).toFixed(2); }
		}
		return Object.keys(out).slice(0, 6).map(function (key) { return key + " " + out[key]; });
	},

	/* WCAG 2.2, 1.4.11: what must be seen to understand the chart, 3 to 1 against the paper. */
	graphics: function () {
		var paper = look.ground(document.querySelector("figure"));
		var parts = [[".plan", "fill"], [".edge", "stroke"], [".path line", "stroke"], [".latent", "stroke"],
			[".unanswered", "fill"], [".rate", "stroke"], [".due", "stroke"], [".present", "fill"], [".acts", "fill"],
			[".denied", "fill"], [".asked", "stroke"], ["line.end", "stroke"], ["line.back", "stroke"],
			[".drawing .staffing", "fill"], [".drawing .procedure", "fill"], [".drawing .technical", "fill"], [".unknown-ground", "fill"]];
		return parts.map(function (part) {
			var element = document.querySelector(part[0]);
			if (!element) { return ""; }
			var ratio = look.ratio(look.parse(getComputedStyle(element)[part[1]]), paper);
			return ratio < 3 ? part[0] + " " + ratio.toFixed(2) : "";
		}).filter(Boolean);
	},

	/* Cells too narrow for their longest word, which would break inside it. */
	words: function () {
		var out = [];
		document.querySelectorAll("td:not(.hash, .file), th:not(.file)").forEach(function (cell) {
			if (look.shown(cell) && getComputedStyle(cell).overflowWrap === "anywhere") { out.push(cell.textContent); }
		});
		return out.slice(0, 5);
	},

	/* Names of rows that are cut off in their height, or cover one another. */
	names: function () {
		var out = [];
		document.querySelectorAll(".names").forEach(function (names) {
			var bottom = -1;
			names.querySelectorAll(":scope > div").forEach(function (name) {
				if (!look.shown(name)) { return; }
				var box = name.getBoundingClientRect();
				if (name.scrollHeight > name.clientHeight + 1) { out.push("cut: " + name.textContent); }
				if (box.top < bottom - 4) { out.push("covered: " + name.textContent); }
				bottom = box.bottom;
			});
		});
		return out.slice(0, 5);
	},

	/* Links that lead nowhere, ids given twice, cited lines that lead back to nothing. */
	links: function () {
		var out = [];
		document.querySelectorAll("a[href^='#']").forEach(function (link) {
			var id = link.getAttribute("href").slice(1);
			if (document.querySelectorAll("[id='" + id + "']").length !== 1) { out.push(id); }
		});
		document.querySelectorAll(".cited > li").forEach(function (line) {
			if (!line.querySelector("a[href^='#']")) { out.push("no way back from " + line.id); }
		});
		return out.slice(0, 5);
	},

	/* Semantics: sections and tables have their headings, headings skip no level. */
	semantics: function () {
		var out = [];
		document.querySelectorAll("section").forEach(function (section) {
			var heading = document.getElementById(section.getAttribute("aria-labelledby"));
			if (!heading || !section.contains(heading)) { out.push("section " + section.id); }
		});
		document.querySelectorAll("table").forEach(function (table) {
			if (!table.querySelector("thead th[scope=col]")) { out.push("table without headers"); }
		});
		document.querySelectorAll(".table").forEach(function (table) {
			if (!document.getElementById(table.getAttribute("aria-labelledby"))) { out.push("table without a name"); }
		});
		if (document.querySelectorAll("h1").length !== 1) { out.push("h1"); }
		if (!document.documentElement.lang || !document.querySelector("main")) { out.push("lang, main"); }
		document.querySelectorAll("svg.night a").forEach(function (link) {
			if (!link.querySelector("title") && !link.getAttribute("aria-label")) { out.push("a mark without words"); }
		});
		return out.slice(0, 5);
	},
};
