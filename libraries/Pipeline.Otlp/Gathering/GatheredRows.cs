using Pipeline.Otlp.Fields;
using Pipeline.Protobuf;
using Pipeline.Text;

namespace Pipeline.Otlp.Gathering;

/// <summary>
/// The rows of a request that say what they are about: taken in the order in which they come, so that those that fit are always the first ones, and written with
/// each resource once in a scope, in the order of their first rows. One thread at a time.
/// </summary>
internal sealed class GatheredRows(OtlpResources resources) : IDisposable
{
    // Two open messages: the tag and the length of each.
    private const int FrameBytes = 2 * (1 + ProtobufWriter.OpenLength);

    // Times 64 is what is kept: a request whose rows are all of different pods is no exception to a gateway.
    private const int Capacity = 32 << 10;

    private readonly Dictionary<(OtlpTable Table, string Host, string Source), int> _numbers = [];
    private readonly List<(OtlpTable Table, byte[] Head)> _scopes = [];
    private readonly GroupIndex _groups = new();
    private readonly ByteBuffer _resources = new(Capacity);
    private readonly Pieces _pieces = new();
    private int[] _lengths = [];

    /// <summary>Bytes that <see cref="WriteTo"/> appends.</summary>
    public int Bytes { get; private set; }

    /// <summary>Takes rows as long as there are no more bytes than <paramref name="limit"/>.</summary>
    /// <param name="table">Their table, turned to the batch.</param>
    /// <param name="resource">What they are about.</param>
    /// <param name="batch">The rows.</param>
    /// <param name="first">The first of them.</param>
    /// <param name="count">How many.</param>
    /// <param name="limit">The bound.</param>
    public Appended Append(OtlpTable table, ResourceCells resource, RecordBatch batch, int first, int count, int limit)
    {
        resource.Open(batch);
        var scope = ScopeOf(table, batch.Origin);
        if (_lengths.Length < table.Parts)
            _lengths = new int[table.Parts];
        var (items, lists, newBytes) = (0, 0, 0);
        for (var row = first; row < first + count; row++)
        {
            if (row == first || !resource.AreSame(row - 1, row))
            {
                var group = _groups[GroupOf(table, resource, scope, batch.Origin, row)];
                (lists, newBytes) = (group.Parts, IsEmpty(group) ? FrameBytes + group.ResourceBytes + _scopes[scope].Head.Length : 0);
            }

            if (!TryTake(table, lists, newBytes, row, limit, out var taken))
                return new Appended(row - first, items);
            items += taken;
            newBytes = taken > 0 ? 0 : newBytes;
        }

        return new Appended(count, items);
    }

    /// <summary>Appends the resources with their scopes and rows.</summary>
    public void WriteTo(ByteBuffer output)
    {
        for (var number = 0; number < _groups.Count; number++)
            if (_groups[number] is var group && !IsEmpty(group))
                Write(output, group);
    }

    /// <summary>Forgets all rows.</summary>
    public void Clear()
    {
        _numbers.Clear();
        _scopes.Clear();
        _groups.Clear();
        _resources.Clear();
        _pieces.Clear();
        Bytes = 0;
    }

    public void Dispose() => _pieces.Dispose();

    // False, and nothing of it is there: it does not fit. What a group needs besides is in the bytes of its first row.
    private bool TryTake(OtlpTable table, int lists, int newBytes, int row, int limit, out int items)
    {
        var (written, parts) = (_pieces.Written, table.Parts);
        var (start, bytes) = (written.Length, Bytes + newBytes);
        items = 0;
        for (var part = 0; part < parts; part++)
        {
            var before = written.Length;
            if (!table.TryWrite(written, row, part))
            {
                _lengths[part] = 0;
                continue;
            }

            _lengths[part] = written.Length - before;
            bytes += _lengths[part] + (_pieces.IsEmpty(lists + part) ? table.FrameBytes(part) : 0);
            items++;
        }

        if (items == 0)
            return true;
        if (bytes > limit)
        {
            written.Truncate(start);
            return false;
        }

        Bytes = bytes;
        for (var part = 0; part < parts; start += _lengths[part], part++)
            if (_lengths[part] > 0)
                _pieces.Add(lists + part, start, _lengths[part]);
        return true;
    }

    // Rows without a value make a group, and no resource.
    private bool IsEmpty(Group group)
    {
        for (var part = 0; part < _scopes[group.Scope].Table.Parts; part++)
            if (!_pieces.IsEmpty(group.Parts + part))
                return false;
        return true;
    }

    private int ScopeOf(OtlpTable table, BatchOrigin origin)
    {
        if (!_numbers.TryGetValue((table, origin.Host, origin.Source), out var scope))
        {
            _numbers.Add((table, origin.Host, origin.Source), scope = _scopes.Count);
            _scopes.Add((table, resources.Scope(origin.Source, table.Schema.Name)));
        }

        return scope;
    }

    private int GroupOf(OtlpTable table, ResourceCells resource, int scope, BatchOrigin origin, int row)
    {
        var hash = resource.Hash(row, scope);
        if (_groups.Find(scope, hash, resource, row) is >= 0 and var known)
            return known;
        var start = _resources.Length;
        _resources.Append(resources.Resource(origin.Host, resource, row));
        return _groups.Add(scope, hash, resource, row, start, _resources.Length - start, _pieces.Begin(table.Parts));
    }

    private void Write(ByteBuffer output, Group group)
    {
        var (table, head) = _scopes[group.Scope];
        var resource = ProtobufWriter.Open(output, RequestFields.Resources);
        output.Append(_resources.At(group.Resource, group.ResourceBytes));
        var scope = ProtobufWriter.Open(output, RequestFields.Scopes);
        output.Append(head);
        for (var part = 0; part < table.Parts; part++)
        {
            if (_pieces.IsEmpty(group.Parts + part))
                continue;
            var frame = table.Open(output, part);
            _pieces.CopyTo(output, group.Parts + part);
            table.Close(output, part, frame);
        }

        ProtobufWriter.Close(output, scope);
        ProtobufWriter.Close(output, resource);
    }
}
