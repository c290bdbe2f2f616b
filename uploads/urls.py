from django.urls import path

from uploads import opening_views, owner_views, person_views, views

app_name = "uploads"

urlpatterns = [
    path("", views.create, name="create"),
    path("r/<str:slug>/", views.show, name="show"),
    path("r/<str:slug>/open", opening_views.open_link, name="open"),
    path("r/<str:slug>/<int:number>/result", views.result, name="result"),
    path("r/<str:slug>/<int:number>/preview", views.preview, name="preview"),
    path("r/<str:slug>/<int:number>/thumbnail", views.thumbnail, name="thumbnail"),
    path("r/<str:slug>/<int:number>/faces", views.faces, name="faces"),
    path("r/<str:slug>/<int:number>/persons", person_views.persons, name="persons"),
    path("r/<str:slug>/<int:number>/persons/<int:index>", person_views.thumbnail, name="person"),
    path("r/<str:slug>/pictures.zip", views.archive, name="archive"),
    path("r/<str:slug>/delete", owner_views.delete, name="delete"),
    path("r/<str:slug>/lifetime", owner_views.lifetime, name="lifetime"),
    path("r/<str:slug>/again", owner_views.again, name="again"),
    path("mine/", owner_views.mine, name="mine"),
]
