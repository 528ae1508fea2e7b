using Pipeline.Transforms.Protocols.Statements;
using Pipeline.Transforms.Protocols.Text;

namespace Pipeline.Transforms.Protocols.Cql;

/// <summary>Values of requests, and rows of answers, as JSON: by their columns where those are known, else in hexadecimal digits.</summary>
internal static class CqlValues
{
    private const int LastSecret = 63;

    private static ReadOnlySpan<byte> Redacted => "[redacted]"u8;

    /// <summary>Writes the values of a statement.</summary>
    /// <param name="body">From how many they are on.</param>
    /// <param name="json">Where to.</param>
    /// <param name="known">What they are for; empty: not known.</param>
    /// <param name="secrets">Which of them are secrets, a bit each; those behind the last share its.</param>
    /// <param name="areNamed">Whether each comes with a name.</param>
    public static void Values(ref CqlBody body, JsonText json, ReadOnlySpan<byte> known, ulong secrets, bool areNamed)
    {
        var columns = new CqlColumns(known);
        var count = body.U16();
        var hasNames = areNamed || columns.HasMore;
        if (hasNames)
            json.BeginObject("values"u8);
        else
            json.BeginArray("values"u8);
        for (var index = 0; index < count && body.HasMore; index++)
        {
            var name = areNamed ? body.String() : default;
            var isKnown = !areNamed && columns.HasMore;
            if (isKnown)
                name = columns.Name();
            var value = body.Bytes(out var length);
            if (body.IsCut)
                break;
            if ((secrets >> Math.Min(index, LastSecret) & 1) != 0 || SecretNames.IsSecret(name))
            {
                json.Text(name, Redacted);
                if (isKnown)
                    columns.Skip();
            }
            else if (isKnown)
            {
                columns.Write(json, name, value, length < 0);
            }
            else if (length < 0)
            {
                json.Null(name);
            }
            else
            {
                CqlScalar.Hex(json, name, value);
            }
        }

        if (hasNames)
            json.EndObject();
        else
            json.EndArray();
    }

    /// <summary>Writes columns and rows of a result; how many rows there are, or -1 where that was not seen.</summary>
    /// <param name="body">From the metadata on.</param>
    /// <param name="json">Where to.</param>
    /// <param name="known">What preparing the statement told of the columns, where the result leaves it out.</param>
    public static int Rows(ref CqlBody body, JsonText json, ReadOnlySpan<byte> known)
    {
        var described = CqlColumns.Read(ref body, hasKey: false, out var count);
        if (!described.HasMore)
            described = new CqlColumns(known);
        var rows = body.I32();
        if (body.IsCut)
            return -1;
        Names(json, described, count);
        json.BeginArray("rows"u8);
        for (var row = 0; row < rows && body.HasMore && !json.IsCut; row++)
        {
            var columns = described;
            json.BeginArray();
            for (var column = 0; column < count && body.HasMore && !json.IsCut; column++)
                Cell(ref body, json, ref columns);
            json.EndArray();
        }

        json.EndArray();
        return rows;
    }

    private static void Names(JsonText json, CqlColumns columns, int count)
    {
        json.BeginArray("columns"u8);
        for (var column = 0; column < count && columns.HasMore && !json.IsCut; column++)
        {
            json.Text(columns.Name());
            columns.Skip();
        }

        json.EndArray();
    }

    private static void Cell(scoped ref CqlBody body, JsonText json, scoped ref CqlColumns columns)
    {
        var isKnown = columns.HasMore;
        var name = isKnown ? columns.Name() : default;
        var value = body.Bytes(out var length);
        if (body.IsCut)
            return;
        if (SecretNames.IsSecret(name))
        {
            json.Text(Redacted);
            columns.Skip();
        }
        else if (isKnown)
        {
            columns.Write(json, default, value, length < 0);
        }
        else if (length < 0)
        {
            json.Null();
        }
        else
        {
            CqlScalar.Hex(json, default, value);
        }
    }
}
