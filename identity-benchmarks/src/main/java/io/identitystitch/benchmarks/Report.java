package io.identitystitch.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The page of results. A figure is a file of its own, so that one can be measured again without the others; the page and the
 * plots are written anew from all of them.
 */
final class Report {
    private static final String DATA = "data";

    private final Path folder;
    private final List<String> order;
    private final boolean quick;

    Report(Path folder, List<String> order, boolean quick) {
        this.folder = folder;
        this.order = order;
        this.quick = quick;
    }

    void add(Figure figure) throws IOException {
        Files.createDirectories(folder.resolve(DATA));
        Files.writeString(folder.resolve(DATA).resolve(figure.id() + ".json"), Json.write(figure));
        write();
    }

    /** How many of the bars of these figures were missed. */
    long missed(List<String> ids) throws IOException {
        Map<String, Figure> figures = read();
        long missed = 0;
        for (Bar bar : bars()) {
            Figure figure = ids.contains(bar.figure()) ? figures.get(bar.figure()) : null;
            missed += figure == null || bar.check(figure).met() ? 0 : 1;
        }
        return missed;
    }

    void write() throws IOException {
        Map<String, Figure> figures = read();
        StringBuilder page = new StringBuilder();
        page.append(
                "# Results\n\nWritten by `identity-benchmarks`; [performance](../performance.md) says how to read it and how to"
                        + " run it again. Ratios are ours to the other side in the same run: above 1 we are better.\n");
        page.append("\n## Bars\n\n| figure | compared | needed | measured | rounds | |\n|---|---|---|---|---|---|\n");
        for (Bar bar : bars()) {
            Figure figure = figures.get(bar.figure());
            if (figure == null) {
                continue;
            }
            Bar.Outcome outcome = bar.check(figure);
            page.append(String.format(
                    Locale.ROOT,
                    "| [%s](#%s) | %s | %s | %s | %s to %s | %s |%n",
                    bar.figure(),
                    bar.figure(),
                    bar.words(),
                    bar.need(),
                    number(outcome.value()),
                    number(outcome.low()),
                    number(outcome.high()),
                    outcome.met() ? "met" : "**missed**"));
        }
        for (Figure figure : figures.values()) {
            section(page, figure);
        }
        Files.writeString(folder.resolve("results.md"), page);
    }

    private void section(StringBuilder page, Figure figure) throws IOException {
        page.append("\n## ")
                .append(figure.id())
                .append("\n\n")
                .append(figure.title())
                .append(". ");
        page.append(figure.circumstances())
                .append("\n\n    ")
                .append(figure.arguments())
                .append('\n');
        List<Series> sides = figure.measured().series();
        if (!sides.isEmpty()) {
            sides(page, figure, sides);
        }
        if (!figure.measured().values().isEmpty()) {
            page.append("\n| | value | rounds | unit |\n|---|---:|---|---|\n");
            for (Measured.Value value : figure.measured().values()) {
                page.append(String.format(
                        Locale.ROOT,
                        "| %s | %s | %s to %s | %s |%n",
                        value.name(),
                        number(value.value()),
                        number(value.low()),
                        number(value.high()),
                        value.unit()));
            }
            if (sides.isEmpty()) {
                plotValues(figure);
            }
        }
        page.append("\n![")
                .append(figure.title())
                .append("](")
                .append(figure.id())
                .append(".svg)\n");
    }

    private void sides(StringBuilder page, Figure figure, List<Series> sides) throws IOException {
        page.append(
                "\n| | p50 floor, us | p99 median, us | operations/s, median | of rounds | CPU of the JVM, us | CPU of the"
                        + " back ends, us | errors |\n|---|---:|---:|---:|---|---:|---:|---|\n");
        for (Series side : sides) {
            page.append(String.format(
                    Locale.ROOT,
                    "| %s | %s | %s | %s | %s to %s | %s | %s | %s |%n",
                    side.name(),
                    number(side.floor()),
                    number(side.median(Round::p99)),
                    number(side.median(Round::perSecond)),
                    number(side.least(Round::perSecond)),
                    number(side.most(Round::perSecond)),
                    number(side.median(Round::clientCpu)),
                    number(side.median(Round::serverCpu)),
                    errors(side)));
        }
        Series ours = sides.get(0);
        page.append("\n| ")
                .append(ours.name())
                .append(" against | p50 floor | p50 of rounds | operations/s | of rounds | CPU of"
                        + " the back ends |\n|---|---:|---|---:|---|---:|\n");
        for (Series side : sides.subList(1, sides.size())) {
            double[] latency = side.ratios(ours, Round::p50);
            double[] speed = ours.ratios(side, Round::perSecond);
            page.append(String.format(
                    Locale.ROOT,
                    "| %s | %sx | %s | %sx | %s | %sx |%n",
                    side.name(),
                    number(side.floor() / ours.floor()),
                    range(latency),
                    number(Series.median(speed)),
                    range(speed),
                    number(Series.median(side.ratios(ours, Round::serverCpu)))));
        }
        plot(figure, sides);
    }

    /** Throughput where many call at once, else latency. */
    private void plot(Figure figure, List<Series> sides) throws IOException {
        boolean latency = figure.id().endsWith("-1")
                || figure.id().startsWith("merge-100k")
                || figure.id().equals("growth");
        ToDoubleFunction<Round> measure = latency ? Round::p50 : Round::perSecond;
        List<Svg.Bar> bars = new ArrayList<>();
        for (int i = 0; i < sides.size(); i++) {
            Series side = sides.get(i);
            bars.add(new Svg.Bar(
                    side.name(),
                    latency ? side.floor() : side.median(measure),
                    side.least(measure),
                    side.most(measure),
                    i == 0));
        }
        Files.writeString(
                folder.resolve(figure.id() + ".svg"),
                Svg.bars(
                        figure.title(),
                        latency
                                ? "p50 in microseconds, floor and range of the rounds; shorter is better"
                                : "operations a second, median and range of the rounds; longer is better",
                        bars));
    }

    private void plotValues(Figure figure) throws IOException {
        String unit = figure.measured().values().get(0).unit();
        List<Svg.Bar> bars = figure.measured().values().stream()
                .filter(value -> value.unit().equals(unit))
                .map(value -> new Svg.Bar(value.name(), value.value(), value.low(), value.high(), true))
                .toList();
        Files.writeString(folder.resolve(figure.id() + ".svg"), Svg.bars(figure.title(), unit, bars));
    }

    private List<Bar> bars() {
        return quick ? Bar.ALL.stream().map(Bar::halved).toList() : Bar.ALL;
    }

    /** All figures that were ever measured into this folder, in the order of the cases. */
    private Map<String, Figure> read() throws IOException {
        Map<String, Figure> figures = new TreeMap<>((a, b) -> {
            int byOrder = Integer.compare(order.indexOf(a), order.indexOf(b));
            return byOrder != 0 ? byOrder : a.compareTo(b);
        });
        if (!Files.isDirectory(folder.resolve(DATA))) {
            return figures;
        }
        try (Stream<Path> files = Files.list(folder.resolve(DATA))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".json")).toList()) {
                Figure figure = Json.read(Files.readString(file));
                figures.put(figure.id(), figure);
            }
        }
        return figures;
    }

    private static String errors(Series side) {
        return side.errors().isEmpty()
                ? "0"
                : side.errors().entrySet().stream()
                        .map(error -> String.format(Locale.ROOT, "%,d %s", error.getValue(), error.getKey()))
                        .collect(Collectors.joining(", "));
    }

    private static String range(double[] values) {
        return number(Arrays.stream(values).min().orElse(Double.NaN)) + " to "
                + number(Arrays.stream(values).max().orElse(Double.NaN));
    }

    /** Three digits that count. */
    static String number(double value) {
        if (!Double.isFinite(value)) {
            return "-";
        }
        double size = Math.abs(value);
        return String.format(Locale.ROOT, size >= 100 || size == 0 ? "%,.0f" : size >= 10 ? "%.1f" : "%.2f", value);
    }
}
