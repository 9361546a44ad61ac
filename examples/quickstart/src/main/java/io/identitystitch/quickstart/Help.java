package io.identitystitch.quickstart;

/** What {@code --help} prints. */
final class Help {
    static final String TEXT = """
            identity-stitch quickstart

            Without arguments: the story of one person over three devices.

              --input FILE    count the people in a file instead, - for standard input. Every row is
                              one observation: its identifiers belong to one person. UTF-8, with
                              or without BOM: either CSV, quoted as RFC 4180 says, the first line
                              naming the columns; or JSON Lines, one object a line.
              --format F      csv or jsonl; by default what the name ends with or the text begins
                              with says it
              --map MAP       which column, or field, holds which type of identifier:
                              column=type[,column=type...], for instance
                                --map email=email,mobile=phone,soc_sec_id=new:ssn
                              "new:" registers a type of your own, one that identifies a person.
                              Values are trimmed; empty ones are left out. Telephone numbers have
                              to be in their international form, +44 20 ...
              --generate N    instead of a file, N rows of people who do not exist: of three rows
                              two are of somebody new, one of somebody from an earlier row
              --seed S        another number gives other people (default 1)
              --to FILE       only write these rows, to be imported later; - for standard output.
                              CSV where the name ends with .csv, else JSON Lines
              --out FILE      write row,profile_id: the person of each row once all rows are in.
                              Rows are numbered from 1 below the header, blank lines not counted.
                              A row without a usable identifier has no profile id.
              --db FILE       keep everything in an H2 database on disk instead of in memory;
                              running again goes on from there
              --url URL       keep everything in the database with this JDBC URL, of PostgreSQL
                              for instance; tables are created where there are none
              --no-color      no colours; the variable NO_COLOR says the same
              --help          this text

            An import ends with one line on stdout:

              persons=N largest=N conflicts=N ignored=N rows=N

              persons     people among the rows; a row without a usable identifier is counted
                          as a person of its own and not stored
              largest     the rows of the person with the most rows
              conflicts   refused merges that wait for a human
              ignored     identifiers that could not be used, empty ones not counted
              rows        rows, malformed ones not counted

            Malformed rows are left out and named on stderr by line and reason, the first 20 of
            them. So is the progress: rows, rows a second since the beginning, and the heap in use.

            An import in memory keeps the database outside the heap, in some 2 KB a row. For many
            rows allow for it with -XX:MaxDirectMemorySize=3g, or use --db or --url.

            The policy of an import is IdentityPolicy.defaults() without its limits on how many
            identifiers of a type a person has, since a limit would split people by the order of
            their rows. user_id and product_user_id stay exclusive: one to a person.

            Exit code: 0, also with malformed rows; 1 if a file or the database cannot be used;
            2 on a bad argument.
            """;

    private Help() {}
}
