package io.identitystitch.benchmarks;

import java.util.List;
import java.util.Locale;

/** Horizontal bars with whiskers, readable on light and dark pages. */
final class Svg {
    private static final int WIDTH = 760;
    private static final int LABEL = 250;
    private static final int NUMBER = 110;
    private static final int ROW = 30;
    private static final int HEAD = 44;

    private Svg() {}

    /**
     * One bar.
     *
     * @param name beside it
     * @param value its length
     * @param low where its whisker begins
     * @param high where its whisker ends
     * @param ours whether it is the library's
     */
    record Bar(String name, double value, double low, double high, boolean ours) {}

    static String bars(String title, String axis, List<Bar> bars) {
        double most = bars.stream()
                .mapToDouble(bar -> Math.max(bar.value, bar.high))
                .filter(Double::isFinite)
                .max()
                .orElse(1);
        int height = HEAD + bars.size() * ROW + 26;
        StringBuilder svg = new StringBuilder();
        svg.append(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\""
                        + " font-family=\"sans-serif\" font-size=\"13\">%n",
                WIDTH,
                height,
                WIDTH,
                height));
        svg.append("<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n");
        text(svg, 12, 22, "start", "font-weight=\"bold\"", title);
        double scale = (WIDTH - LABEL - NUMBER) / most;
        for (int i = 0; i < bars.size(); i++) {
            Bar bar = bars.get(i);
            int y = HEAD + i * ROW;
            text(svg, LABEL - 8, y + 15, "end", "", bar.name);
            double length = Double.isFinite(bar.value) ? bar.value * scale : 0;
            svg.append(String.format(
                    Locale.ROOT,
                    "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"20\" fill=\"%s\"/>%n",
                    LABEL,
                    y,
                    length,
                    bar.ours ? "#1b6ca8" : "#b8bfc6"));
            double end = length;
            if (Double.isFinite(bar.low) && bar.high > bar.low) {
                end = Math.max(length, bar.high * scale);
                svg.append(String.format(
                        Locale.ROOT,
                        "<path d=\"M%.1f %dH%.1fM%.1f %dv10M%.1f %dv10\" stroke=\"#222222\" fill=\"none\"/>%n",
                        LABEL + bar.low * scale,
                        y + 10,
                        LABEL + bar.high * scale,
                        LABEL + bar.low * scale,
                        y + 5,
                        LABEL + bar.high * scale,
                        y + 5));
            }
            text(svg, (int) (LABEL + end + 8), y + 15, "start", "", Report.number(bar.value));
        }
        text(svg, LABEL, HEAD + bars.size() * ROW + 14, "start", "fill=\"#666666\" font-size=\"12\"", axis);
        return svg.append("</svg>\n").toString();
    }

    private static void text(StringBuilder svg, int x, int y, String anchor, String style, String text) {
        svg.append(String.format(
                Locale.ROOT,
                "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\" %s>%s</text>%n",
                x,
                y,
                anchor,
                style,
                text.replace("&", "&amp;").replace("<", "&lt;")));
    }
}
