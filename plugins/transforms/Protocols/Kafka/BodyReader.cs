using Pipeline.Transforms.Protocols.Kafka.Messages;
using Pipeline.Transforms.Protocols.Text;

namespace Pipeline.Transforms.Protocols.Kafka;

/// <summary>
/// Reads the fields of one message as its bytes come, and keeps no more of them than the text of its body and <see cref="Facts"/>. Records, bytes, tagged fields and the
/// ends of long texts are passed over. It believes no length that is longer than the message. Used again for the next.
/// </summary>
/// <param name="names">Learns from responses which topic has which id.</param>
internal sealed class BodyReader(TopicNames names)
{
    /// <summary>The deepest message has six levels.</summary>
    private const int MostDepth = 12;

    private readonly BodyLevel[] _levels = new BodyLevel[MostDepth];
    private readonly ValueReader _values = new(names);
    private RecordsReader _records;
    private Field? _recordsField;
    private JsonText _json = null!;
    private Facts _facts = null!;
    private int _depth;
    private long _left;
    private long _pass;
    private short _version;
    private bool _isFlexible;
    private bool _isApiVersions;

    /// <summary>Whether nothing is to be learned from what is read.</summary>
    public bool IsLooking { get; init; }

    /// <summary>Whether there are fields still to come.</summary>
    public bool IsActive => _depth > 0;

    /// <summary>Whether the bytes are not those of such a message.</summary>
    public bool IsWrong { get; private set; }

    /// <summary>Whether not all was told: what is missing was not seen, or is not what it should be.</summary>
    public bool IsPartial { get; private set; }

    /// <summary>Whether bytes behind the last field mean nothing: librdkafka sent four with the first version of a kind that has no fields, and brokers take them.</summary>
    public bool MayBeLonger { get; private set; }

    /// <summary>Begins what stands behind the fixed part of a header.</summary>
    /// <param name="api">The kind of request.</param>
    /// <param name="version">One that <paramref name="api"/> has.</param>
    /// <param name="isResponse">Whether it is the response.</param>
    /// <param name="length">Bytes up to the end of the message.</param>
    /// <param name="json">Takes the body.</param>
    /// <param name="facts">Takes what has a column of its own.</param>
    public void Begin(Api api, short version, bool isResponse, long length, JsonText json, Facts facts)
    {
        (_json, _facts, _left, _pass, _version) = (json, facts, length, 0, version);
        (_isFlexible, _isApiVersions) = (api.IsFlexible(version), isResponse && api.Key == Api.ApiVersions);
        MayBeLonger = !isResponse && api.Key == Api.ApiVersions && !_isFlexible;
        (_depth, IsWrong, IsPartial, _recordsField, _records) = (0, false, false, null, default);
        _values.Begin(isResponse && !IsLooking);
        Push(null, isResponse ? api.Response : api.Request, 0, false);
        _json.BeginObject();
        // A client that asks which versions there are may not know those of a header either.
        if (_isFlexible && !_isApiVersions)
            Push(null, [], 0, true);
    }

    /// <summary>Reads as much as is there, if <see cref="IsActive"/>; bytes taken. What is left is the beginning of something.</summary>
    public int Read(ReadOnlySpan<byte> view)
    {
        var at = 0;
        while (_depth > 0)
        {
            var isPassing = _pass > 0;
            var taken = isPassing ? (int)Math.Min(_pass, view.Length - at) : _records.IsActive ? _records.Read(view[at..]) : Step(view[at..]);
            if (taken == Wire.More)
                return at;
            if (taken == Wire.Wrong)
            {
                IsWrong = true;
                Break();
                return at;
            }

            (at, _left) = (at + taken, _left - taken);
            if (isPassing)
                _pass -= taken;
            if (isPassing ? _pass > 0 : _records.IsActive && taken == 0)
                return at;
            if (_recordsField is { } field && !_records.IsActive)
                EndRecords(field);
        }

        return at;
    }

    /// <summary>Bytes that nobody saw, and which lie in the message.</summary>
    public void Skip(long bytes)
    {
        if (_depth == 0 || bytes == 0)
            return;
        _left -= bytes;
        if (_pass >= bytes)
        {
            _pass -= bytes;
        }
        else if (_pass == 0 && _records.Left >= bytes)
        {
            _records.Skip(bytes);
            if (!_records.IsActive && _recordsField is { } field)
                EndRecords(field);
        }
        else
        {
            Break();
        }
    }

    /// <summary>Ends it before its end: the body is well formed up to there.</summary>
    public void Break()
    {
        IsPartial |= _depth > 0;
        while (_depth > 0)
            Pop();
        _pass = 0;
        (_recordsField, _records) = (null, default);
    }

    private int Step(ReadOnlySpan<byte> view)
    {
        ref var level = ref _levels[_depth - 1];
        if (level.IsValues)
            return ReadElement(ref level, view);
        if (level.Tags > 0)
            return ReadTag(ref level, view);
        if (level.Next < level.Fields.Length)
        {
            var field = level.Fields[level.Next];
            var taken = field.IsIn(_version) ? ReadField(field, view) : 0;
            level.Next += taken >= 0 ? 1 : 0;
            return taken;
        }

        var read = 0;
        if (_isFlexible && level.Tags == BodyLevel.TagsNotRead)
        {
            read = Wire.Varint(view, out var tags);
            // Each takes two bytes at least.
            if (read < 0 || tags > _left / 2)
                return read < 0 ? read : Wire.Wrong;
            level.Tags = tags;
        }

        if (level.Tags <= 0)
            EndStruct(ref level);
        return read;
    }

    private int ReadElement(ref BodyLevel level, ReadOnlySpan<byte> view)
    {
        if (level.Left == 0)
        {
            Pop();
            return 0;
        }

        var taken = ReadValue(level.Array!, view);
        level.Left -= taken >= 0 ? 1 : 0;
        return taken;
    }

    private int ReadTag(ref BodyLevel level, ReadOnlySpan<byte> view)
    {
        var tag = Wire.Varint(view, out _);
        if (tag < 0)
            return tag;
        var size = Wire.Varint(view[tag..], out var bytes);
        if (size < 0 || bytes > _left - tag - size)
            return size < 0 ? size : Wire.Wrong;
        _pass = bytes;
        level.Tags--;
        return tag + size;
    }

    private void EndStruct(ref BodyLevel level)
    {
        if (level.Left == 0)
        {
            Pop();
            return;
        }

        (level.Left, level.Next, level.Tags) = (level.Left - 1, 0, BodyLevel.TagsNotRead);
        _json.EndObject();
        BeginElement();
    }

    private void BeginElement()
    {
        _json.BeginObject();
        _values.BeginElement();
    }

    private int ReadField(Field field, ReadOnlySpan<byte> view)
    {
        if (field.IsArray)
            return ReadArray(field, view);
        switch (field.Type)
        {
            case FieldType.Struct:
                return BeginStruct(field) ? 0 : Wire.Wrong;
            case FieldType.OptionalStruct:
                if (view.IsEmpty)
                    return Wire.More;
                return (sbyte)view[0] < 0 || BeginStruct(field) ? 1 : Wire.Wrong;
            case FieldType.Records:
                return BeginRecords(field, view);
            default:
                return ReadValue(field, view);
        }
    }

    private int ReadValue(Field field, ReadOnlySpan<byte> view)
    {
        var taken = _values.Read(field, view, _left, _isFlexible, _json, _facts);
        _pass = taken > 0 ? _values.Rest : 0;
        // Who does not know the version answers in the first one.
        if (taken > 0 && _isApiVersions && field.Type == FieldType.Error && _facts.Error == Errors.UnsupportedVersion)
            (_version, _isFlexible) = (0, false);
        return taken;
    }

    private int ReadArray(Field field, ReadOnlySpan<byte> view)
    {
        var taken = Wire.Length(view, _isFlexible, sizeof(int), out var count);
        // Each takes a byte at least.
        if (taken < 0 || count > _left - taken)
            return taken < 0 ? taken : Wire.Wrong;
        if (count < 0)
            return taken;
        var isValues = field.Type != FieldType.Struct;
        if (_depth == MostDepth)
            return Wire.Wrong;
        _json.BeginArray(field.Name);
        if (count == 0)
        {
            _json.EndArray();
            return taken;
        }

        Push(field, field.Fields, isValues ? count : count - 1, false);
        if (!isValues)
            BeginElement();
        return taken;
    }

    private bool BeginStruct(Field field)
    {
        if (_depth == MostDepth)
            return false;
        _json.BeginObject(field.Name);
        Push(null, field.Fields, 0, false);
        return true;
    }

    private int BeginRecords(Field field, ReadOnlySpan<byte> view)
    {
        var taken = Wire.Length(view, _isFlexible, sizeof(int), out var bytes);
        if (taken < 0 || bytes > _left - taken)
            return taken < 0 ? taken : Wire.Wrong;
        if (bytes < 0)
            return taken;
        _records.Begin(bytes);
        _recordsField = field;
        return taken;
    }

    private void EndRecords(Field field)
    {
        _recordsField = null;
        _facts.TakeRecords(_records.Count);
        IsPartial |= _records.IsUncounted;
        RecordsText.Write(_json, field.Name, _records);
    }

    private void Push(Field? array, Field[] fields, int left, bool isHeader) =>
        _levels[_depth++] = new BodyLevel { Array = array, Fields = fields, Left = left, Tags = BodyLevel.TagsNotRead, IsHeader = isHeader };

    private void Pop()
    {
        ref var level = ref _levels[--_depth];
        if (level.IsHeader)
            return;
        if (!level.IsValues)
            _json.EndObject();
        if (level.Array is not null)
            _json.EndArray();
    }
}
