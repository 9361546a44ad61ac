package io.identitystitch.signal;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** A random JSON value that can be spelled in many ways, and whose canonical form is written by the book. */
sealed interface RandomJson {
    String[] ATOMS = {
        "null", "true", "false", "0", "-1", "1.5", "1e+21", "5e-324", "0.000001", "1e-7", "333333333.3333333"
    };

    String spelled(Random random);

    String canonical();

    static RandomJson next(Random random) {
        return next(random, 4);
    }

    private static RandomJson next(Random random, int depth) {
        int kind = random.nextInt(depth == 0 ? 2 : 4);
        if (kind == 0) {
            return new Atom(ATOMS[random.nextInt(ATOMS.length)]);
        }
        if (kind == 1) {
            return new Text(text(random));
        }
        if (kind == 2) {
            List<RandomJson> values = new ArrayList<>();
            for (int i = random.nextInt(5); i > 0; i--) {
                values.add(next(random, depth - 1));
            }
            return new Many(values);
        }
        Map<String, RandomJson> members = new LinkedHashMap<>();
        for (int i = random.nextInt(7); i > 0; i--) {
            members.put(text(random), next(random, depth - 1));
        }
        return new Members(members);
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(6); i > 0; i--) {
            int codePoint = switch (random.nextInt(5)) {
                case 0 -> 1 + random.nextInt(0x1F);
                case 1 -> "\"\\/\u007f\u0080\u2028\uffff".charAt(random.nextInt(7));
                case 2 -> 0xE000 + random.nextInt(0x1000);
                case 3 -> 0x10000 + random.nextInt(0x100000);
                default -> 'a' + random.nextInt(3);
            };
            text.appendCodePoint(codePoint);
        }
        return text.toString();
    }

    private static String space(Random random) {
        return " \t\r\n".substring(0, random.nextInt(5)).repeat(random.nextInt(3) / 2);
    }

    record Atom(String canonical) implements RandomJson {
        @Override
        public String spelled(Random random) {
            return switch (canonical) {
                case "0" -> random.nextBoolean() ? "-0.0e5" : "0";
                case "1.5" -> random.nextBoolean() ? "0.1500E+1" : "1.5";
                case "1e+21" -> "1" + "0".repeat(21);
                case "5e-324" -> "4.940656458412465441765687928682213723651e-324";
                case "333333333.3333333" -> "333333333.33333329";
                default -> canonical;
            };
        }
    }

    record Text(String text) implements RandomJson {
        @Override
        public String spelled(Random random) {
            StringBuilder json = new StringBuilder("\"");
            // By code points: half a pair as it is and half as an escape would be no text that UTF-8 can carry.
            text.codePoints().forEach(codePoint -> {
                if (codePoint < ' ' || codePoint == '"' || codePoint == '\\' || random.nextInt(3) == 0) {
                    for (char c : Character.toChars(codePoint)) {
                        json.append(String.format(random.nextBoolean() ? "\\u%04x" : "\\u%04X", (int) c));
                    }
                } else {
                    json.appendCodePoint(codePoint);
                }
            });
            return json.append('"').toString();
        }

        @Override
        public String canonical() {
            StringBuilder json = new StringBuilder("\"");
            for (char c : text.toCharArray()) {
                int escape = "\b\t\n\f\r\"\\".indexOf(c);
                if (escape >= 0) {
                    json.append('\\').append("btnfr\"\\".charAt(escape));
                } else if (c < ' ') {
                    json.append(String.format("\\u%04x", (int) c));
                } else {
                    json.append(c);
                }
            }
            return json.append('"').toString();
        }
    }

    record Many(List<RandomJson> values) implements RandomJson {
        @Override
        public String spelled(Random random) {
            List<String> parts = new ArrayList<>();
            values.forEach(value -> parts.add(space(random) + value.spelled(random) + space(random)));
            return "[" + String.join(",", parts) + "]";
        }

        @Override
        public String canonical() {
            return "["
                    + String.join(
                            ",", values.stream().map(RandomJson::canonical).toList()) + "]";
        }
    }

    record Members(Map<String, RandomJson> members) implements RandomJson {
        @Override
        public String spelled(Random random) {
            List<String> parts = new ArrayList<>();
            members.forEach((name, value) -> parts.add(space(random) + new Text(name).spelled(random) + space(random)
                    + ":" + space(random) + value.spelled(random)));
            Collections.shuffle(parts, random);
            return "{" + String.join(",", parts) + space(random) + "}";
        }

        @Override
        public String canonical() {
            List<String> parts = new ArrayList<>();
            new TreeMap<>(members)
                    .forEach((name, value) -> parts.add(new Text(name).canonical() + ":" + value.canonical()));
            return "{" + String.join(",", parts) + "}";
        }
    }
}
