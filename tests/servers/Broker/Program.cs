using Pipeline.Servers.Broker;

// Kafka brokers for tests, in a process that outlives the host under test: librdkafka's mock cluster. It prints `brokers at HOST:PORT,...`, obeys one command a line
// of standard input and answers each with a line `ok`, and ends with its input.
//     topic NAME PARTITIONS      makes one; 5 MiB a partition are kept, what is older is forgotten
//     answers API CODE...        what the next requests of that kind are answered with, 0: as they should be
//     down BROKER                refuses connections and closes those there are
//     up BROKER
//     slow BROKER MILLISECONDS   takes so long to answer
using var cluster = MockCluster.Start(brokers: 3);
Console.WriteLine($"brokers at {cluster.Bootstrap}");
while (Console.ReadLine() is { } line)
{
    cluster.Obey(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    Console.WriteLine("ok");
}
