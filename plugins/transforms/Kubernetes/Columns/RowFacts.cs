using System.Collections.Immutable;
using Pipeline.Enrichment;
using Pipeline.Transforms.Kubernetes.Cluster;

namespace Pipeline.Transforms.Kubernetes.Columns;

/// <summary>
/// Numbers of what rows are told, of their own end and of the other: made when a row first needs one, kept where it is told of, and given back when that is outdated.
/// </summary>
internal sealed class RowFacts
{
    private const int MostFacts = 400_000;
    private const long MostTextBytes = 64 << 20;

    private readonly Facts _own;
    private readonly Facts _remote;
    private readonly FactWriter _ownWriter;
    private readonly FactWriter _remoteWriter;

    /// <param name="columns">What rows are told of their own pod.</param>
    /// <param name="texts">Where names are.</param>
    /// <param name="node">The machine's name in the cluster, for rows of no pod; empty: not known.</param>
    public RowFacts(ImmutableArray<ColumnChoice> columns, Texts texts, string node)
    {
        _own = new Facts([OwnColumns.Match.Type, .. columns.Select(c => c.Column.Type)], MostFacts, MostTextBytes);
        _remote = new Facts([.. RemoteColumns.All.Select(c => c.Column.Type)], MostFacts, MostTextBytes);
        (_ownWriter, _remoteWriter) = (new FactWriter(columns, 1, texts), new FactWriter(RemoteColumns.All, 0, texts));
        Own = new ColumnGroup(_own, [.. columns.Select((c, i) => c.At(1 + i)), new FactColumn(OwnColumns.Match, 0)]);
        Remote = new ColumnGroup(_remote, [.. RemoteColumns.All.Select((c, i) => c.At(i))]);
        Unknown = AddMark(Match.Unknown);
        for (var i = 0; i < columns.Length; i++)
            if (columns[i].What == PodColumn.Node)
                _own.Draft.Set(1 + i, node);
        Host = AddMark(Match.Host);
    }

    /// <summary>The columns of a row's own end.</summary>
    public ColumnGroup Own { get; }

    /// <summary>The columns of the other.</summary>
    public ColumnGroup Remote { get; }

    /// <summary>For a row that nobody told of whose it is.</summary>
    public int Unknown { get; }

    /// <summary>For a row of a process of this machine and of no pod.</summary>
    public int Host { get; }

    /// <summary>For a row that has nothing to be looked up by.</summary>
    public static int None => 0;

    /// <summary>What there was no room for.</summary>
    public long Refused => _own.Refused + _remote.Refused;

    /// <summary>Of a row of a pod.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="container">Place of its container among the pod's; -1: not known, or not wanted.</param>
    /// <param name="containerId">The container's id as text.</param>
    public int Of(KnownPod pod, int container = -1, string? containerId = null)
    {
        ref var fact = ref container < 0 ? ref pod.Fact : ref pod.Containers[container].Fact;
        if (fact != 0)
            return fact;
        _own.Draft.Set(0, Match.Pod);
        _ownWriter.Write(_own.Draft, pod, container, containerId);
        return fact = _own.Add();
    }

    /// <summary>Of a row with an address of a node.</summary>
    public int Of(NamedNode node)
    {
        if (node.Fact != 0)
            return node.Fact;
        _own.Draft.Set(0, Match.Host);
        _ownWriter.Write(_own.Draft, node);
        return node.Fact = _own.Add();
    }

    /// <summary>Of a row at whose other end it is.</summary>
    public int OfRemote(Subject subject)
    {
        if (subject.RemoteFact != 0)
            return subject.RemoteFact;
        if (subject is KnownPod pod)
            _remoteWriter.Write(_remote.Draft, pod, -1, null);
        else
            _remoteWriter.Write(_remote.Draft, subject);
        return subject.RemoteFact = _remote.Add();
    }

    /// <summary>Something else is known of it now, or nothing any more.</summary>
    public void Outdate(Subject subject)
    {
        GiveBack(_own, ref subject.Fact);
        GiveBack(_remote, ref subject.RemoteFact);
        if (subject is KnownPod pod)
            foreach (ref var container in pod.Containers.AsSpan())
                GiveBack(_own, ref container.Fact);
    }

    private static void GiveBack(Facts facts, ref int fact)
    {
        if (fact != 0)
            facts.Remove(fact);
        fact = 0;
    }

    private int AddMark(Match match)
    {
        _own.Draft.Set(0, match);
        return _own.Add();
    }
}
