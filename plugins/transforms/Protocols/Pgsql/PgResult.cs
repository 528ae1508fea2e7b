using System.Buffers.Text;
using Pipeline.Transforms.Protocols.Text;

namespace Pipeline.Transforms.Protocols.Pgsql;

/// <summary>Writes responses into a row: names of columns, rows, what was done, and errors. What stands in columns with names of secrets is not told.</summary>
internal static class PgResult
{
    // Kept free for what was done, which is told last.
    private const int TagRoom = 32;

    private static ReadOnlySpan<byte> Redacted => "[redacted]"u8;

    /// <summary>Whether there is room for another row.</summary>
    public static bool HasRoom(PgExchange exchange, int most) => exchange.Response.Length < most - TagRoom;

    public static void AddNames(PgExchange exchange, PgColumns columns, int most) => AddLine(exchange.Response, columns.Names.Bytes, most - TagRoom);

    /// <summary>Adds a row.</summary>
    /// <param name="exchange">Where to.</param>
    /// <param name="body">The body of a DataRow, as far as it is there.</param>
    /// <param name="columns">What is known of its columns; none: nothing is told.</param>
    /// <param name="portal">Whose formats its values have; null: those that the columns tell.</param>
    /// <param name="most">Bytes that the text may have.</param>
    public static void AddRow(PgExchange exchange, ReadOnlySpan<byte> body, PgColumns columns, PgPortal? portal, int most)
    {
        var list = exchange.Response;
        if (columns.Count == 0 || !HasRoom(exchange, most))
            return;
        var formats = portal is null ? default : PgValues.Of(portal);
        if (portal is not null && !formats.IsKnown)
            return;
        most -= TagRoom;
        if (list.Length > 0)
            list.Add("\n"u8);
        var fields = new PgFields(body);
        var count = Math.Min(fields.Short(), columns.Count);
        for (var column = 0; column < count && list.Length < most; column++)
        {
            if (column > 0)
                list.Add(","u8);
            var value = fields.Value(out var isNull);
            if (isNull)
                Readable.Add(list, "NULL"u8, most, TextStyle.Plain);
            else if (columns.IsSecret(column))
                Readable.Add(list, Redacted, most, TextStyle.Plain);
            else
                PgValue.Add(list, value, columns.TypeOf(column), portal is null ? columns.IsBinary(column) : formats.IsResultBinary(column), most, !fields.IsCut);
            if (fields.IsCut)
                return;
        }
    }

    /// <summary>Adds what was done, and takes the number of rows in it.</summary>
    public static void AddTag(PgExchange exchange, ReadOnlySpan<byte> tag, int most)
    {
        AddLine(exchange.Response, tag, most);
        var space = tag.LastIndexOf((byte)' ');
        var word = tag.IndexOf((byte)' ') is > 0 and var end ? tag[..end] : tag;
        if (space > 0 && Utf8Parser.TryParse(tag[(space + 1)..], out ulong rows, out var used) && used == tag.Length - space - 1
            && !word.SequenceEqual("SELECT"u8) && !word.SequenceEqual("FETCH"u8) && !word.SequenceEqual("MOVE"u8))
            exchange.Affected += rows;
        // What it did is told also where the text was not seen.
        if (exchange.Operation.Length == 0)
            exchange.Operation.Add(Statements.Operations.Of(word));
    }

    /// <summary>Takes an error: its code, and what psql shows of it. Whether the server ends the connection for it.</summary>
    public static bool AddError(PgExchange exchange, ReadOnlySpan<byte> body, int most)
    {
        ReadOnlySpan<byte> severity = default, plain = default, code = default, message = default;
        var fields = new PgFields(body);
        while (fields.Byte() is var type && type != 0)
        {
            var text = fields.Text();
            switch (type)
            {
                case (byte)'S':
                    severity = text;
                    break;
                case (byte)'V':
                    plain = text;
                    break;
                case (byte)'C':
                    code = text;
                    break;
                case (byte)'M':
                    message = text;
                    break;
            }
        }

        exchange.SqlState.Clear();
        Readable.Add(exchange.SqlState, code, 16, TextStyle.Plain);
        plain = plain.IsEmpty ? severity : plain;
        AddLine(exchange.Response, plain, most);
        Readable.Add(exchange.Response, ": "u8, most, TextStyle.Plain);
        Readable.Add(exchange.Response, message, most, TextStyle.Plain);
        return plain.SequenceEqual("FATAL"u8) || plain.SequenceEqual("PANIC"u8);
    }

    public static void AddLine(ByteList list, ReadOnlySpan<byte> line, int most)
    {
        if (list.Length > 0 && list.Length < most)
            list.Add("\n"u8);
        Readable.Add(list, line, most, TextStyle.Plain);
    }
}
