using Pipeline.Transforms.Kubernetes.Objects;

namespace Pipeline.Kubernetes.Tests.Api;

public sealed class ObjectTests
{
    [Fact]
    public void Owner_has_the_kind_that_it_was_made_with()
    {
        var owner = new Owner(ObjectKind.Job) { Uid = "u", Namespace = "shop", Name = "report-1", Version = 7, Controller = new Controller("CronJob", "report", "c") };
        Assert.Equal(ObjectKind.Job, owner.Kind);
    }
}
