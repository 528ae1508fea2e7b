using System.Buffers.Binary;
using System.Net;
using System.Text.Json;

namespace Pipeline.Transforms.Kubernetes.Api.Reading;

/// <summary>
/// Walks JSON by the fields that are wanted. What is null counts as not there, as it does in Kubernetes' own reading; what has another type than its name promises makes the
/// whole object unreadable.
/// </summary>
/// <remarks>All members throw <see cref="UnreadableException"/> or <see cref="JsonException"/>, and where a text is no UTF-8 <see cref="InvalidOperationException"/>.</remarks>
internal ref struct JsonFields(ReadOnlySpan<byte> json)
{
    // Far more than objects have, so that a hostile one costs a bounded stack of bits.
    private const int MostDepth = 256;

    // The object that was begun and not yet read to its end, by depth.
    private Utf8JsonReader _json = new(json, new JsonReaderOptions { MaxDepth = MostDepth });

    /// <summary>Begins the whole text, which has to be one object.</summary>
    public void Begin()
    {
        Step();
        Expect(JsonTokenType.StartObject);
    }

    /// <summary>Nothing but white space comes after what was read.</summary>
    public void End()
    {
        if (_json.Read())
            throw new UnreadableException(SkipReason.Malformed, "there is more after the end");
    }

    /// <summary>Steps to the next field of the object that was begun last, and to its value; false at the object's end.</summary>
    public bool Next()
    {
        Step();
        return _json.TokenType != JsonTokenType.EndObject;
    }

    /// <summary>Steps to the next element of the list that was begun last; false at its end.</summary>
    public bool NextElement()
    {
        Step();
        return _json.TokenType != JsonTokenType.EndArray;
    }

    /// <summary>Whether the field stepped to has this name.</summary>
    public readonly bool Is(ReadOnlySpan<byte> name) => _json.ValueTextEquals(name);

    /// <summary>Whether the field stepped to has this name.</summary>
    public readonly bool Is(string name) => _json.ValueTextEquals(name);

    /// <summary>Passes over the field stepped to.</summary>
    public void Skip() => _json.Skip();

    /// <summary>Begins the value of the field stepped to: an object; false where it is null.</summary>
    public bool Enter()
    {
        Step();
        return Begins(JsonTokenType.StartObject);
    }

    /// <summary>Begins the value of the field stepped to: a list; false where it is null.</summary>
    public bool EnterList()
    {
        Step();
        return Begins(JsonTokenType.StartArray);
    }

    /// <summary>Begins the element stepped to: an object; false where it is null.</summary>
    public bool EnterElement() => Begins(JsonTokenType.StartObject);

    /// <summary>The text of the field stepped to; empty where it is null.</summary>
    public string Text()
    {
        Step();
        return ElementText();
    }

    /// <summary>The text of the element stepped to; empty where it is null.</summary>
    public readonly string ElementText()
    {
        if (_json.TokenType == JsonTokenType.Null)
            return "";
        Expect(JsonTokenType.String);
        return _json.GetString()!;
    }

    /// <summary>Whether the field stepped to says yes.</summary>
    public bool Bool()
    {
        Step();
        return _json.TokenType switch
        {
            JsonTokenType.True => true,
            JsonTokenType.False or JsonTokenType.Null => false,
            _ => throw Wrong("true or false"),
        };
    }

    /// <summary>The number of the field stepped to; 0 where it is null.</summary>
    public int Number()
    {
        Step();
        return _json.TokenType == JsonTokenType.Null ? 0
            : _json.TokenType == JsonTokenType.Number && _json.TryGetInt32(out var number) ? number
            : throw Wrong("a whole number");
    }

    /// <summary>The time of the field stepped to, in Unix nanoseconds; 0 where it is null.</summary>
    public long Time()
    {
        Step();
        if (_json.TokenType == JsonTokenType.Null)
            return 0;
        Expect(JsonTokenType.String);
        return _json.TryGetDateTimeOffset(out var time) && time.Year is > 1970 and < 2200
            ? (time - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick
            : throw Wrong("a time");
    }

    /// <summary>The value of the field stepped to as it stands there.</summary>
    public ReadOnlySpan<byte> Raw(ReadOnlySpan<byte> json)
    {
        Step();
        var begin = (int)_json.TokenStartIndex;
        _json.Skip();
        return json[begin..(int)_json.BytesConsumed];
    }

    /// <summary>An address, as columns have it: sixteen bytes in network order.</summary>
    public static UInt128 Address(string text)
    {
        if (!IPAddress.TryParse(text, out var address))
            throw new UnreadableException(SkipReason.WrongType, "expected an IP address");
        Span<byte> bytes = stackalloc byte[16];
        _ = address.MapToIPv6().TryWriteBytes(bytes, out _);
        return BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }

    private void Step()
    {
        if (!_json.Read())
            throw new UnreadableException(SkipReason.Malformed, "it ends in the middle");
    }

    private readonly bool Begins(JsonTokenType type)
    {
        if (_json.TokenType == JsonTokenType.Null)
            return false;
        Expect(type);
        return true;
    }

    private readonly void Expect(JsonTokenType type)
    {
        if (_json.TokenType != type)
            throw Wrong(type.ToString());
    }

    private readonly UnreadableException Wrong(string expected) => new(SkipReason.WrongType, $"expected {expected} (got {_json.TokenType})");
}
