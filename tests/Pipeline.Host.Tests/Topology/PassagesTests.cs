using Pipeline.Host.Topology;

namespace Pipeline.Host.Tests.Topology;

/// <summary>Who is told when, against a plain model: the set of batches that nobody is done with.</summary>
public sealed class PassagesTests
{
    [Fact]
    public void Whoever_waits_is_told_with_the_last_batch_that_was_there_before()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var passages = new Passages();
            var (queue, taken, waiting) = (new Queue<long>(), new List<long>(), new List<(long[] Before, Task Told)>());
            var queued = 0L;
            for (var step = 0; step < 400; step++)
            {
                switch (random.Next(8))
                {
                    case 0 or 1 or 2:
                        queue.Enqueue(queued++);
                        passages.Queue();
                        break;
                    case 3 or 4 when queue.Count > 0:
                        taken.Add(queue.Dequeue());
                        Assert.Equal(taken[^1], passages.Take());
                        break;
                    case 5 when taken.Count > 0:
                        var done = taken[random.Next(taken.Count)];
                        taken.Remove(done);
                        passages.Finish(done);
                        break;
                    case 6 when queue.Count > 0 && random.Next(3) == 0:
                        queue.Dequeue();
                        passages.Displace();
                        break;
                    case 7:
                        waiting.Add(([.. queue, .. taken], passages.WaitAsync()));
                        break;
                }

                foreach (var (before, told) in waiting)
                    Assert.Equal(!before.Any(b => queue.Contains(b) || taken.Contains(b)), told.IsCompleted);
                waiting.RemoveAll(w => w.Told.IsCompleted);
            }

            passages.End();
            Assert.All(waiting, w => Assert.True(w.Told.IsCompleted));
        }
    }
}
