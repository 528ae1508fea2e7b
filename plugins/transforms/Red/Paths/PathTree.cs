using System.Runtime.CompilerServices;
using Pipeline.Grouping;

namespace Pipeline.Transforms.Red.Paths;

/// <summary>
/// Makes templates of paths. Segments that are data by their looks become <c>{id}</c> and <c>{date}</c>; the others are learned place by place, and a place at which too
/// many were seen becomes <c>{...}</c> for good. The tree lies in the arena and is bounded: what no longer fits is <c>{...}</c> too. One thread at a time.
/// </summary>
internal sealed unsafe class PathTree : IDisposable
{
    private const int MostPlaces = 16_384;
    private const int Deepest = 8;
    private const int LongestTemplate = 1024;
    private const int Root = 0;

    private static readonly byte[] Variable = "{...}"u8.ToArray();

    private readonly int _mostValues;
    private readonly GroupTable _places;
    private readonly ulong[] _parent = GC.AllocateArray<ulong>(1, pinned: true);
    private readonly byte[] _template = new byte[LongestTemplate];
    private int _used;

    /// <param name="mostValues">Names that a place may have.</param>
    public PathTree(int mostValues)
    {
        _mostValues = mostValues;
        _places = new GroupTable(KeySchema.Made([new("parent", ColumnType.U64), new("segment", ColumnType.Utf8)]), new PathNode.State(), MostPlaces);
    }

    /// <summary>To be called before templates are made.</summary>
    /// <exception cref="ArenaExhaustedException">There is no memory for the first place.</exception>
    public void Prepare(Arena arena) => _places.Prepare(arena);

    /// <summary>The template of a request's target, valid until the next; empty where that is no path.</summary>
    /// <param name="place">Whose path it is.</param>
    /// <param name="target">As it was sent.</param>
    /// <param name="teaches">Whether the path is known to lead somewhere: of others nothing is learned, for anybody can make them up.</param>
    public ReadOnlySpan<byte> Template(scoped Place place, ReadOnlySpan<byte> target, bool teaches)
    {
        var path = PathText.Of(target);
        if (path.IsEmpty)
            return default;
        _used = 0;
        Span<byte> name = stackalloc byte[Place.Length];
        place.Write(name);
        var node = teaches ? Find(Root, name) : Look(Root, name);
        for (var depth = 0; NextSegment(ref path, out var segment); depth++)
        {
            var isLast = depth == Deepest;
            node = isLast ? Give(Variable, GroupTable.Overflow) : Step(node, segment, teaches);
            // Nothing is known of what lies behind.
            if (node == GroupTable.Overflow && (isLast || _template.AsSpan(0, _used).EndsWith(Variable)))
                break;
        }

        return _used == 0 ? "/"u8 : _template.AsSpan(0, _used);
    }

    public void Dispose() => _places.Dispose();

    private static bool NextSegment(ref ReadOnlySpan<byte> path, out ReadOnlySpan<byte> segment)
    {
        path = path.TrimStart((byte)'/');
        var end = path.IndexOf((byte)'/');
        segment = end < 0 ? path : path[..end];
        path = path[segment.Length..];
        // What stands behind a semicolon are parameters, a session's name above all.
        var parameters = segment.IndexOf((byte)';');
        if (parameters >= 0)
            segment = segment[..parameters];
        return !segment.IsEmpty;
    }

    /// <summary>Appends what a segment becomes at a place; the place behind it.</summary>
    private int Step(int node, ReadOnlySpan<byte> segment, bool teaches)
    {
        var placeholder = Segment.Placeholder(segment);
        if (!placeholder.IsEmpty)
            return Give(placeholder, node == GroupTable.Overflow ? node : teaches ? Find(node, placeholder) : Look(node, placeholder));
        if (node == GroupTable.Overflow)
            return Give(Variable, node);
        if (Node(node)->IsVariable == 0 && Look(node, segment) is > 0 and var known)
            return Give(segment, known);
        if (!teaches)
            return Give(Variable, Node(node)->IsVariable == 0 ? GroupTable.Overflow : Look(node, Variable));
        if (Node(node)->IsVariable == 0 && Node(node)->Values >= _mostValues)
            Node(node)->IsVariable = 1;
        if (Node(node)->IsVariable != 0 || Find(node, segment) is not (> 0 and var added))
            return Give(Variable, Find(node, Variable));
        Node(node)->Values++;
        return Give(segment, added);
    }

    private int Give(ReadOnlySpan<byte> text, int node)
    {
        _template[_used++] = (byte)'/';
        text.CopyTo(_template.AsSpan(_used));
        _used += text.Length;
        return node;
    }

    private PathNode* Node(int node) => (PathNode*)_places.State(node);

    private int Find(int parent, ReadOnlySpan<byte> segment) => _places.Find(KeyOf(parent), segment);

    private int Look(int parent, ReadOnlySpan<byte> segment) => _places.Look(KeyOf(parent), segment);

    private ulong* KeyOf(int parent)
    {
        _parent[0] = (ulong)parent;
        return (ulong*)Unsafe.AsPointer(ref _parent[0]);
    }
}
