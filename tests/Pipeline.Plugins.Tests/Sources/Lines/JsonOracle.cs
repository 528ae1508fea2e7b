using System.Text;
using System.Text.Json;
using Xunit;

namespace Pipeline.Plugins.Tests.Sources.Lines;

/// <summary>Compares what was read of a line with what the framework's parser says of it.</summary>
internal static class JsonOracle
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = AttributeMap.MaxDepth + 1 };

    /// <summary>Whether the line has a row; fails where the two do not agree.</summary>
    public static bool Check(LineReading reading, byte[] line)
    {
        var shown = Encoding.UTF8.GetString(line);
        var batch = reading.Read([.. line, (byte)'\n']);
        JsonDocument? document = null;
        try
        {
            document = JsonDocument.Parse(line, Options);
        }
        catch (JsonException)
        {
        }

        using (document)
        {
            if (document?.RootElement.ValueKind != JsonValueKind.Object)
            {
                Assert.True(batch is null, $"accepted: {shown}");
                return false;
            }

            Assert.True(batch is not null, $"refused: {shown}");
            Assert.True(Same(document.RootElement, new AttributeMap(batch.Cell(batch.Schema.Ordinal("attributes"), 0))), $"read otherwise: {shown}");
            return true;
        }
    }

    private static bool Same(JsonElement element, AttributeMap map)
    {
        foreach (var member in element.EnumerateObject())
        {
            // A name that is not UTF-8 cannot be asked for.
            if (!map.MoveNext() || !SameText(() => member.Name, map.Current.Key) || !Same(member.Value, map.Current.Value))
                return false;
        }

        return !map.MoveNext();
    }

    private static bool Same(JsonElement element, AttributeList list)
    {
        foreach (var item in element.EnumerateArray())
            if (!list.MoveNext() || !Same(item, list.Current))
                return false;
        return !list.MoveNext();
    }

    private static bool Same(JsonElement element, AttributeValue value) => element.ValueKind switch
    {
        JsonValueKind.Null => value.Kind == AttributeKind.Null,
        JsonValueKind.True => value.Kind == AttributeKind.Bool && value.Bool,
        JsonValueKind.False => value.Kind == AttributeKind.Bool && !value.Bool,
        JsonValueKind.String => value.Kind == AttributeKind.Utf8 && SameText(element.GetString, value.Bytes),
        JsonValueKind.Array => value.Kind == AttributeKind.List && Same(element, value.List),
        JsonValueKind.Object => value.Kind == AttributeKind.Map && Same(element, value.Map),
        _ => SameNumber(element, value),
    };

    private static bool SameNumber(JsonElement element, AttributeValue value)
    {
        var raw = element.GetRawText();
        if (raw != "-0" && raw.All(c => c is '-' || char.IsAsciiDigit(c)) && element.TryGetInt64(out var integer))
            return value.Kind == AttributeKind.I64 && value.I64 == integer;
        return value.Kind == AttributeKind.F64 && (!element.TryGetDouble(out var number) || BitConverter.DoubleToInt64Bits(number) == BitConverter.DoubleToInt64Bits(value.F64));
    }

    private static bool SameText(Func<string?> text, ReadOnlySpan<byte> bytes)
    {
        try
        {
            return bytes.SequenceEqual(Encoding.UTF8.GetBytes(text()!));
        }
        catch (InvalidOperationException)
        {
            // Not UTF-8, or half a surrogate pair: the framework has no text for it.
            return true;
        }
    }
}
