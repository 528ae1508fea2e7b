using FsCheck;
using FsCheck.Fluent;
using Pipeline.Transforms.Kubernetes.Api.Following;
using Pipeline.Transforms.Kubernetes.Objects;

namespace Pipeline.Kubernetes.Tests.Api;

public sealed class KnownObjectsTests
{
    [Fact]
    public void Any_shuffle_of_the_states_of_objects_ends_in_the_last_of_each() =>
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
        {
            var random = new Random(seed);
            (int Uid, ulong Version, bool IsEnd)[] events = [.. Enumerable.Range(1, 60).Select(version => (random.Next(6), (ulong)version, false))];
            // Some end, with a version after all others of theirs.
            events = [.. events, .. Enumerable.Range(0, 6).Where(_ => random.Next(2) == 0).Select(uid => (uid, 100UL + (ulong)uid, true))];
            var expected = events.GroupBy(one => one.Uid).Where(group => !group.Any(one => one.IsEnd)).ToDictionary(group => group.Key, group => group.Max(one => one.Version));
            random.Shuffle(events);
            var known = new KnownObjects();
            Dictionary<int, ulong> told = [];
            foreach (var one in events.Concat(events))
                if (one.IsEnd)
                {
                    if (known.TakeEnd($"{one.Uid}"))
                        told.Remove(one.Uid);
                }
                else if (known.Take(Made(one.Uid, one.Version)))
                {
                    told[one.Uid] = one.Version;
                }

            Assert.Equal(expected.OrderBy(pair => pair.Key), told.OrderBy(pair => pair.Key));
            Assert.Equal(expected.Count, known.Count);
            return true;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void List_that_begins_anew_counts_from_its_beginning()
    {
        var known = new KnownObjects();
        known.BeginList();
        Assert.True(known.TakeListed(Made(1, 1)));
        Assert.True(known.TakeListed(Made(2, 2)));
        known.BeginList();
        Assert.False(known.TakeListed(Made(2, 2)));
        Assert.Equal(["1"], known.EndList());
        known.BeginList();
        Assert.True(known.TakeListed(Made(2, 1)));
        Assert.Empty(known.EndList());
    }

    private static Owner Made(int uid, ulong version) => new(ObjectKind.Job) { Uid = $"{uid}", Namespace = "", Name = "x", Version = version, Controller = null };
}
