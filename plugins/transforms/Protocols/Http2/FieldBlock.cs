using System.Runtime.InteropServices;
using Pipeline.Transforms.Protocols.Http;
using Pipeline.Transforms.Protocols.Text;

namespace Pipeline.Transforms.Protocols.Http2;

/// <summary>The fields of one block, as rows have them. Shared by all connections of a worker: what is wanted of it is copied before the next is read.</summary>
/// <param name="redact">Fields whose values are not told.</param>
internal sealed class FieldBlock(RedactedFields redact)
{
    // What a field takes of a cell beside its name and value: two lengths and a kind.
    private const int Overhead = 2 * sizeof(uint) + 1;

    // What of the fields is kept, as of a head of HTTP/1.
    private const int MostKept = 64 << 10;

    private readonly int[] _starts = new int[HeadReader.MostFields];
    private readonly uint[] _keys = new uint[HeadReader.MostFields];
    private readonly RepeatedFields _repeated = new();
    private readonly ContentKindMemory _kinds = new();
    private byte[] _cell = new byte[4096];
    private int _length;
    private int _count;
    private ulong _seen;
    private bool _isRepeated;
    private Framing _framing;

    /// <summary>Bytes that the block became, with what each field counts for in HPACK.</summary>
    public int Decoded { get; private set; }

    /// <summary>Whether no field came yet.</summary>
    public bool IsEmpty => Decoded == 0;

    /// <summary>Whether there were fields that are not known.</summary>
    public bool HasUnknown { get; private set; }

    /// <summary>Whether it has a status, or may have one that is not known: names with a colon come first.</summary>
    public bool MayHaveStatus { get; private set; }

    /// <summary>Whether it has what only requests begin with.</summary>
    public bool IsRequest { get; private set; }

    /// <summary>0: it has none, or one that is not known.</summary>
    public ushort Status { get; private set; }

    public ByteList Method { get; } = new();

    public ByteList Path { get; } = new();

    public ByteList GrpcStatus { get; } = new();

    public ContentKind Kind { get; private set; }

    public ContentCoding Coding { get; private set; }

    /// <summary>Whether its messages are encoded once more, as text: gRPC for browsers of old.</summary>
    public bool IsGrpcText { get; private set; }

    /// <summary>Bytes of the body, by what the sender says.</summary>
    public ulong? Length => _framing.IsLengthWrong ? null : _framing.Length;

    public void Clear()
    {
        (Decoded, HasUnknown, MayHaveStatus, IsRequest, Status) = (0, false, false, false, 0);
        (Kind, Coding, IsGrpcText) = (ContentKind.Unknown, ContentCoding.Identity, false);
        (_length, _count, _seen, _isRepeated, _framing) = (0, 0, 0, false, default);
        Method.Clear();
        Path.Clear();
        GrpcStatus.Clear();
    }

    /// <summary>The fields as a cell, but for those that have columns of their own. Valid until the next call.</summary>
    public ReadOnlySpan<byte> Fields => _isRepeated ? _repeated.Write(_cell.AsSpan(0, _length), _starts.AsSpan(0, _count)) : _cell.AsSpan(0, _length);

    /// <summary>A field of which the name, or all, is not known.</summary>
    public void AddUnknown()
    {
        Decoded += 32;
        HasUnknown = true;
        MayHaveStatus |= _count == 0;
    }

    public void Add(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        Decoded += name.Length + value.Length + 32;
        if (name.IsEmpty || (name[0] == ':' && IsOwn(name, value)))
            return;
        Note(name, value);
        if (_count < HeadReader.MostFields && _length + name.Length + value.Length <= MostKept)
            Keep(name, redact.Contains(name) ? RedactedFields.Mark : value);
    }

    /// <summary>Makes of it what a message begins with.</summary>
    public void CopyTo(HttpMessage message)
    {
        message.Clear();
        (message.Major, message.Status, message.Kind, message.Coding) = (2, Status, Kind, Coding);
        message.IsCodingDoubtful = HasUnknown && Coding == ContentCoding.Identity;
        message.Word.Add(Method.Bytes);
        message.Target.Add(Path.Bytes);
        message.Fields.Add(Fields);
    }

    /// <summary>Whether it has a column of its own, and goes there.</summary>
    private bool IsOwn(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        switch (name.Length)
        {
            case 5 when name.SequenceEqual(":path"u8):
                Set(Path, value);
                return true;
            case 7 when name.SequenceEqual(":method"u8):
                Set(Method, value);
                return true;
            case 7 when name.SequenceEqual(":status"u8):
                (Status, MayHaveStatus) = (StatusOf(value), true);
                return true;
            default:
                IsRequest = true;
                return false;
        }
    }

    private void Set(ByteList to, ReadOnlySpan<byte> value)
    {
        IsRequest = true;
        to.Clear();
        to.Add(value[..Math.Min(value.Length, MostKept)]);
    }

    private static ushort StatusOf(ReadOnlySpan<byte> value)
    {
        if (value.Length != 3)
            return 0;
        var (hundreds, tens, ones) = (value[0] - '0', value[1] - '0', value[2] - '0');
        return hundreds is >= 1 and <= 9 && tens is >= 0 and <= 9 && ones is >= 0 and <= 9 ? (ushort)(100 * hundreds + 10 * tens + ones) : (ushort)0;
    }

    private void Note(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        switch (name.Length)
        {
            case 11 when name.SequenceEqual("grpc-status"u8):
                GrpcStatus.Clear();
                GrpcStatus.Add(value[..Math.Min(value.Length, Http2.GrpcStatus.MostBytes)]);
                break;
            case 12 when name.SequenceEqual("content-type"u8):
                Kind = _kinds.KindOf(value);
                IsGrpcText = Kind == ContentKind.Grpc && value.StartsWith("application/grpc-web-text"u8);
                break;
            case 14 when name.SequenceEqual("content-length"u8):
                _framing.AddLength(value);
                break;
            case 16 when name.SequenceEqual("content-encoding"u8):
                Coding = Coding == ContentCoding.Identity ? ContentKinds.CodingOf(value) : ContentCoding.Other;
                break;
        }
    }

    private void Keep(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        // Names that have these in common are looked at more closely.
        var key = (uint)name.Length << 24 | (uint)name[0] << 16 | (uint)name[^1] << 8 | name[name.Length / 2];
        var bit = 1ul << (int)(key * 0x9E3779B1 >> 26);
        if ((_seen & bit) != 0)
            _isRepeated |= _keys.AsSpan(0, _count).Contains(key);
        _seen |= bit;
        _keys[_count] = key;
        _starts[_count++] = _length;
        var size = Overhead + name.Length + value.Length;
        if (_length + size > _cell.Length)
            Array.Resize(ref _cell, 2 * (_length + size));
        var to = _cell.AsSpan(_length, size);
        MemoryMarshal.Write(to, name.Length);
        name.CopyTo(to[sizeof(uint)..]);
        to[sizeof(uint) + name.Length] = (byte)AttributeKind.Utf8;
        MemoryMarshal.Write(to[(sizeof(uint) + name.Length + 1)..], value.Length);
        value.CopyTo(to[(Overhead + name.Length)..]);
        _length += size;
    }
}
