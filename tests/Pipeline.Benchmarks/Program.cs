using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Pipeline.Benchmarks.Runs;

//     Pipeline.Benchmarks report [NAME...]     whole runs, as a Markdown table; what run.sh calls
//     Pipeline.Benchmarks context KIND         one plugin context's figures, for the report, which wants a fresh process each time
//     Pipeline.Benchmarks ...                  BenchmarkDotNet, for functions
switch (args)
{
    case ["report", .. var names]:
        return await Report.RunAsync(names).ConfigureAwait(false);
    case ["context", var kind]:
        PluginContextProbe.Run(kind == PluginContextProbe.HotSwap);
        return 0;
    default:
        // In process: this BenchmarkDotNet does not know how to build for our runtime, and the host runs with the same tiering anyway.
        var job = Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance);
        BenchmarkSwitcher.FromAssembly(typeof(Report).Assembly).Run(args, DefaultConfig.Instance.AddJob(job));
        return 0;
}
