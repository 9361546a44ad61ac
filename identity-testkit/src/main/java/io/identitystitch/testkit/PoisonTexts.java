package io.identitystitch.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The families of the poison corpus. */
final class PoisonTexts {
    private PoisonTexts() {}

    /** Control characters, zero-width characters, bidirectional overrides and halves of characters, at each place. */
    static List<String> invisible() {
        List<String> values = new ArrayList<>();
        for (char c = 0; c < 0x20; c++) {
            values.add("con" + c + "trol@mail.example");
        }
        for (char c = 0x7f; c < 0xa0; c++) {
            values.add("con" + c + "trol");
        }
        for (String mark : List.of(
                "\u200b", "\u200c", "\u200d", "\u200e", "\u200f", "\u202a", "\u202b", "\u202c", "\u202d", "\u202e", "\u2060",
                "\u2066", "\u2069", "\ufeff", "\u00ad", "\u2028", "\u2029", "\ufffe", "\ud800", "\udc00", "\udc00\ud800",
                "\u0000", "\\u0000", "\udb40\udc41", "\ufe0f")) {
            values.add(mark + "front@mail.example");
            values.add("mid" + mark + "dle@mail.example");
            values.add("end@mail.example" + mark);
        }
        return values;
    }

    static List<String> addresses() {
        return List.of(
                "a@b", "@", "a@", "@b", "a@@b", "a@b@c", "a b@mail.example", "a@mail .example", "\"a b\"@mail.example",
                "\"a@b\"@mail.example", "a+tag@mail.example", "a.b@mail.example", "a..b@mail.example", ".a@mail.example",
                "a@mail.example.", "a@mail.example..", "a@.mail.example", "a@mail..example", "a@-mail.example",
                "a@[127.0.0.1]", "a@[IPv6:::1]", "a@localhost", "A@MAIL.EXAMPLE", "noreply@mail.example",
                "no-reply@mail.example", "do-not-reply@mail.example", "<a@mail.example>", "Ann <a@mail.example>",
                "mailto:a@mail.example", "a@mail.example,b@mail.example", "a@mail.example;b@mail.example",
                "a\\@b@mail.example", "a@mail_example", "a%b@mail.example", "a@m\u00fcnchen.example",
                "a@xn--mnchen-3ya.example", "a@xn--", "a@xn--a", "a@stra\u00dfe.example", "a@strasse.example",
                "\u0438\u0432\u0430\u043d@\u043f\u043e\u0447\u0442\u0430.\u0440\u0444", "\u7528\u6237@\u4f8b\u5b50.\u6d4b\u8bd5",
                "a@\u3002example", "a@mail\u3002example", "a\uff20mail.example", "a(comment)@mail.example", "a@mail.example\n",
                "a@mail.example\r\nBcc: b@mail.example", "x".repeat(64) + "@mail.example", "x".repeat(65) + "@mail.example",
                "x".repeat(242) + "@mail.ex", "x".repeat(255) + "@mail.example", "a@" + "d".repeat(64) + ".example",
                "a@" + "d.".repeat(130) + "example", "a@123", "a@1.2.3.4", "'a'@mail.example", "a@'mail.example'");
    }

    /** Texts that look alike, and texts with several spellings. */
    static List<String> alike() {
        return List.of(
                "I@mail.example", "i@mail.example", "\u0130@mail.example", "\u0131@mail.example", "I\u0307@mail.example",
                "\u00df@mail.example", "\u1e9e@mail.example", "ss@mail.example", "\u03a3@mail.example", "\u03c3@mail.example",
                "\u03c2@mail.example", "\u017f@mail.example", "s@mail.example", "\u212a@mail.example", "k@mail.example",
                "\u212b@mail.example", "\u00c5@mail.example", "A\u030a@mail.example", "\uff41@mail.example",
                "\uff21@mail.example", "\u0430@mail.example", "a@mail.example", "\u1d2e\u1d35\u1d33\u1d2e\u1d35\u1d3f\u1d30",
                "BIGBIRD", "bigbird", "caf\u00e9@mail.example", "cafe\u0301@mail.example", "\ufb01@mail.example",
                "fi@mail.example", "\u2460@mail.example", "1@mail.example", "\u01c4@mail.example", "\u01c5@mail.example",
                "\u01c6@mail.example", "\u1e9b\u0323@mail.example", "\u0344@mail.example", "\u0390@mail.example",
                "\u1fd3@mail.example", "\u0149@mail.example", "\u1f80@mail.example", "\u1fb3@mail.example",
                "\u0345\u03b1@mail.example", "\ud835\udc00@mail.example", "\ud83d\ude00@mail.example",
                "\ud83d\udc69\u200d\ud83d\udcbb@mail.example", "\u0e33@mail.example", "\u1100\u1161@mail.example",
                "\uac00@mail.example", "\u0958@mail.example", "\u2126@mail.example", "\u0340@mail.example",
                "a" + "\u0301".repeat(40) + "@mail.example", "\u05d0\u05d1@mail.example", "\u0627@mail.example");
    }

    /** Texts that are code to something behind, to a log, to a sheet or to a browser. */
    static List<String> code() {
        return List.of(
                "' OR 1=1--", "'; DROP TABLE id_profile;--", "\"; drop schema public cascade; --", "$$", "$1", "?", "%",
                "_", "%%", "\\", "\\'", "''", "'||(select 1)||'", "x' AND pg_sleep(10)--", "1;SELECT 1", "/**/", "--",
                "${jndi:ldap://127.0.0.1/a}", "${env:HOME}", "#{1+1}", "%{(#a=1)}", "${{7*7}}", "T(java.lang.Runtime)",
                "{{constructor}}", "{}", "[]", "{\"a\":1}", "[1,2", "\"", "'", "`", "<script>alert(1)</script>",
                "<img src=x onerror=alert(1)>", "&lt;", "=1+1", "+1+1", "@SUM(1)", "-1+1|cmd", "=HYPERLINK(\"x\")",
                "line\nbreak", "line\r\nINFO forged", "\u001b[31mred", "%s%n%d", "{0}", "{}{}", "%0d%0a", "&amp;",
                "a|b|c", "a\tb", "a,b;c", "#", "//", "javascript:1", "data:text/html,1", "<!--", "]]>",
                "<?xml version=\"1.0\"?>", "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>");
    }

    /** Numbers, dates, telephone numbers and ids at the edge of what they may be. */
    static List<String> numbers() {
        return List.of(
                "1", "00", "007", "-0", "+0", "1e10", "1e999999999", "1E-400", "Infinity", "-Infinity", "0x7f", "1_000",
                "9223372036854775807", "9223372036854775808", "-9223372036854775809", "2147483648", "9".repeat(500),
                "0.1", "1,5", "\u0661\u0662\u0663", "\u096a\u096b", "+000", "+1", "+49 30 1234", "0049 30 1234",
                "(030) 1234-5", "+49-30-1234 ext. 5", "tel:+4930", "+", "++49", "1234567890123456", "1970-01-01",
                "9999-12-31T23:59:59.999999999Z", "-0001-01-01", "0001-01-01T00:00:00Z", "1969-12-31",
                "+1000000000-01-01", "24:00", "2026-02-30", "00000000-0000-0000-0000-000000000001",
                "6FA459EA-EE8A-3CA4-894E-DB77E160355E", "6fa459ea-ee8a-3ca4-894e-db77e160355e",
                "{6fa459ea-ee8a-3ca4-894e-db77e160355e}", "anon_", "anon_1", "ANON_1", "0".repeat(64), "a".repeat(64),
                "A".repeat(64), "g".repeat(64), "f".repeat(32), "0-0-0", "1-0");
    }

    /** Names that mean something to a file system, a browser or a tenant. */
    static List<String> names() {
        return List.of(
                "../../etc/passwd", "..\\..\\windows", "%2e%2e%2f", "/dev/null", "CON", "NUL", "com1.txt", "C:\\", "~root",
                "file:///etc/passwd", ".", "..", "...", "a/b", "a\\b", ":", "*", "a*", "con|pipe", "a".repeat(300), "pg_catalog",
                "public", "default", "DEFAULT", "tenant-1", "__proto__", "constructor", "toString", "prototype");
    }

    static List<String> large() {
        byte[] bytes = new byte[20_000];
        new Random(1).nextBytes(bytes);
        StringBuilder noise = new StringBuilder();
        for (byte b : bytes) {
            noise.append((char) ('!' + (b & 0x3f)));
        }
        return List.of(
                "x".repeat(512), "x".repeat(513), "x".repeat(4096), "x".repeat(4097), "\ud83d\ude00".repeat(256),
                "\ud83d\ude00".repeat(257), "\u00e9".repeat(512), "e\u0301".repeat(512), "x".repeat(1_000_000),
                " ".repeat(1_000_000), " ".repeat(5_000) + "a", noise.toString(), noise.substring(0, 512),
                "[".repeat(100_000), "\u0000".repeat(1_000), "\u202e".repeat(600), "a@" + "b".repeat(1_000_000));
    }
}
