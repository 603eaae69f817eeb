using System.Text;
using System.Text.Json.Nodes;

namespace ClientFailover.Kubernetes.Tests;

public sealed class ServiceSlicesTests
{
    [Fact]
    public void After_LabelChanged_TheSliceMovesAndItsOldServiceIsGone()
    {
        var listed = ServiceSlices.None.Listed([Slice("a", "orders"), Slice("b", "stock")]);

        var moved = listed.After(Event("MODIFIED", "a", "stock"));

        Assert.Equal(["a", "b"], moved.Of("stock").Slices.Keys);
        Assert.Empty(moved.Of("orders").Slices);
        Assert.True(moved.Of("orders").IsDeleted);
    }

    [Fact]
    public void After_LabelRemoved_TheSliceIsTakenAway()
    {
        var listed = ServiceSlices.None.Listed([Slice("a", "orders"), Slice("b", "orders")]);

        var left = listed.After(Event("MODIFIED", "a", ""));

        Assert.Equal(["b"], left.Of("orders").Slices.Keys);
        Assert.False(left.Of("orders").IsDeleted);
    }

    [Fact]
    public void After_LabelChangedBack_TheSliceIsThereAgain()
    {
        var slices = ServiceSlices.None.After(Event("ADDED", "a", "orders")).After(Event("MODIFIED", "a", "")).After(Event("MODIFIED", "a", "orders"));

        Assert.Equal(["a"], slices.Of("orders").Slices.Keys);
    }

    [Fact]
    public void After_DeletedUnderAnotherLabel_TheSliceLeavesTheServiceItBelongedTo()
    {
        // The object of a deletion is the last one: its label may have changed since the last event that arrived.
        var slices = ServiceSlices.None.Listed([Slice("a", "orders"), Slice("b", "stock")]).After(Event("DELETED", "a", "stock"));

        Assert.Empty(slices.Of("orders").Slices);
        Assert.Equal(["b"], slices.Of("stock").Slices.Keys);
    }

    [Fact]
    public void After_EventsOfNobodys_ChangeNothing()
    {
        var listed = ServiceSlices.None.Listed([Slice("a", "orders")]);

        Assert.Same(listed, listed.After(Event("DELETED", "z", "orders")));
        Assert.Same(listed, listed.After(Event("MODIFIED", "z", "")));
        Assert.Same(listed.Of("orders"), listed.After(Event("ADDED", "z", "stock")).Of("orders"));
    }

    [Fact]
    public void Listed_MovedMeanwhile_TheOldServiceHasVanishedAndIsNotDeleted()
    {
        var listed = ServiceSlices.None.Listed([Slice("a", "orders")]).Listed([Slice("a", "stock")]);

        Assert.Equal((0, false), (listed.Of("orders").Slices.Count, listed.Of("orders").IsDeleted));
        Assert.Equal(["b"], listed.After(Event("MODIFIED", "b", "stock")).After(Event("MODIFIED", "a", "")).Of("stock").Slices.Keys);
    }

    [Fact]
    public void After_AnyEvents_EachSliceIsWithTheServiceOfItsLastLabelAlone()
    {
        string[] names = ["a", "b", "c", "d"], services = ["", "orders", "stock", "users"], kinds = ["ADDED", "MODIFIED", "MODIFIED", "DELETED"];
        Random random = new(3);
        for (var run = 0; run < 200; run++)
        {
            Dictionary<string, string> labels = [];
            var slices = ServiceSlices.None;
            for (var i = 0; i < 30; i++)
            {
                var (kind, name, service) = (kinds[random.Next(4)], names[random.Next(4)], services[random.Next(4)]);
                labels[name] = kind == "DELETED" ? "" : service;
                slices = random.Next(10) == 0
                    ? slices.After(Event(kind, name, service)).Listed(labels.Where(static one => one.Value.Length > 0).Select(static one => Slice(one.Key, one.Value)))
                    : slices.After(Event(kind, name, service));

                Assert.All(services[1..], one => Assert.Equal(labels.Where(label => label.Value == one).Select(static label => label.Key).Order(StringComparer.Ordinal), slices.Of(one).Slices.Keys));
            }
        }
    }

    private static EndpointSlice Slice(string name, string service) => SliceParser.Parse(Encoding.UTF8.GetBytes(Json(name, service)));

    private static WatchEvent Event(string kind, string name, string service) => WatchEvent.Parse(Encoding.UTF8.GetBytes(Answers.Event(kind, Json(name, service))));

    /// <summary>Without a service: without the label.</summary>
    private static string Json(string name, string service)
    {
        var slice = JsonNode.Parse(Answers.Slice(name, 5, [new Endpoint(new EndpointAddress("10.0.0.1", 80))], service))!;
        if (service.Length == 0)
        {
            slice["metadata"]!.AsObject().Remove("labels");
        }

        return slice.ToJsonString();
    }
}
