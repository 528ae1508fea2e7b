using System.Buffers.Binary;
using Pipeline.Transforms.Protocols.Statements;
using Pipeline.Transforms.Protocols.Text;

namespace Pipeline.Transforms.Protocols.Mongo;

/// <summary>Writes BSON as canonical extended JSON, up to where the bytes end or are none, and no deeper than JSON is written here.</summary>
internal ref struct BsonJson
{
    // The same as the text's own bound: below it nothing is shown.
    private const int MostDepth = 64;

    private readonly JsonText _json;
    private readonly ReadOnlySpan<byte> _sensitive;
    private ReadOnlySpan<byte> _bytes;
    private bool _isCut;

    /// <param name="bytes">What was kept.</param>
    /// <param name="json">Where it goes.</param>
    /// <param name="sensitive">The command, if its arguments and answers are secrets.</param>
    public BsonJson(ReadOnlySpan<byte> bytes, JsonText json, ReadOnlySpan<byte> sensitive)
    {
        (_json, At, _isCut) = (json, 0, false);
        _bytes = bytes;
        _sensitive = sensitive;
    }

    public int At { get; private set; }

    public readonly bool HasMore => !_isCut && !_json.IsCut && At < _bytes.Length;

    private readonly ReadOnlySpan<byte> Rest => _bytes[At..];

    public void DropLast(int bytes) => _bytes = _bytes[..Math.Max(0, _bytes.Length - bytes)];

    public void Pass(int bytes)
    {
        _isCut |= bytes > _bytes.Length - At;
        At = Math.Min(_bytes.Length, At + bytes);
    }

    public bool TryByte(out byte value)
    {
        value = HasMore ? _bytes[At] : (byte)0;
        if (!HasMore)
            return false;
        At++;
        return true;
    }

    public readonly int PeekInt32() => Rest.Length < 4 ? 0 : BinaryPrimitives.ReadInt32LittleEndian(Rest);

    public bool TryName(out ReadOnlySpan<byte> name)
    {
        var end = Rest.IndexOf((byte)0);
        name = end < 0 ? default : Rest[..end];
        _isCut |= end < 0;
        At += end + 1;
        return end >= 0;
    }

    public void Document(ReadOnlySpan<byte> name, bool isArray, int depth)
    {
        if (depth == MostDepth)
        {
            _isCut = true;
            return;
        }

        if (isArray)
            _json.BeginArray(name);
        else
            _json.BeginObject(name);
        Elements(!isArray, depth);
        if (isArray)
            _json.EndArray();
        else
            _json.EndObject();
    }

    /// <summary>The elements of a document, whose length comes first.</summary>
    public void Elements(bool isNamed, int depth)
    {
        Pass(4);
        while (TryByte(out var type) && type != BsonType.End)
        {
            if (!TryName(out var name))
                return;
            if ((isNamed && (SecretNames.IsSecret(name) || name.SequenceEqual("speculativeAuthenticate"u8))) || (depth == 0 && !_sensitive.IsEmpty && !name.SequenceEqual(_sensitive) && !Commands.IsHarmless(name)))
            {
                _json.Text(name, "[redacted]"u8);
                Over(type);
            }
            else if (type is BsonType.Document or BsonType.Array)
            {
                Document(isNamed ? name : default, type == BsonType.Array, depth + 1);
            }
            else
            {
                Value(isNamed ? name : default, type, depth);
            }
        }
    }

    private void Over(byte type)
    {
        var length = BsonType.IsEmpty(type) ? 0 : BsonType.Length(type, Rest);
        _isCut |= length < 0 || (length == 0 && !BsonType.IsEmpty(type));
        if (!_isCut)
            Pass(length);
    }

    private void Value(ReadOnlySpan<byte> name, byte type, int depth)
    {
        var length = BsonType.IsEmpty(type) ? 0 : BsonType.IsKnown(type) ? BsonType.Length(type, Rest) : BsonType.Wrong;
        if (length < 0 || (length == 0 && !BsonType.IsEmpty(type)))
        {
            _isCut = true;
            return;
        }

        var isWhole = length <= Rest.Length;
        var value = isWhole ? Rest[..length] : Rest;
        if (type == BsonType.ScopedCode)
        {
            Scoped(name, value, depth);
            return;
        }

        if (isWhole || type is BsonType.String or BsonType.Code or BsonType.Symbol)
            BsonScalar.Write(_json, name, type, value, isWhole);
        if (isWhole)
            At += length;
        else
            _isCut = true;
    }

    private void Scoped(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, int depth)
    {
        var code = value.Length < 8 ? -1 : BinaryPrimitives.ReadInt32LittleEndian(value[4..]);
        if (code < 1 || code > value.Length - 8)
        {
            _isCut = true;
            return;
        }

        _json.BeginObject(name);
        _json.Text("$code"u8, value.Slice(8, code - 1));
        Pass(8 + code);
        Document("$scope"u8, isArray: false, depth + 1);
        _json.EndObject();
    }
}
